"""The playlists that a slide stands in: joined, left, named, the rest of the file as a person wrote it."""

import pytest

from content.findings import NotFoundError, RefusedError
from control_server.studio import slide_lists

FILES = {
    "playlists.yaml": b"""# by topic
playlists:
  - id: civic
    slides: [strada, apa]   # the call first
  - {id: seara, name: {ro: Seara}, slides: [apa]}
"""
}


def test_a_playlist_is_called_by_its_name_or_its_id() -> None:
    assert slide_lists.names(FILES) == {"civic": "civic", "seara": "Seara"}
    assert slide_lists.listing(FILES, "apa") == {"civic": "civic", "seara": "Seara"}
    assert slide_lists.listing(FILES, "pod") == {}
    assert slide_lists.names({}) == {} == slide_lists.names({"playlists.yaml": b"playlists: x"})


def test_a_slide_is_put_at_the_end_once() -> None:
    files = FILES | slide_lists.added(FILES, "civic", "pod")
    assert slide_lists.listing(files, "pod") == {"civic": "civic"}
    text = files["playlists.yaml"].decode()
    assert "[strada, apa, pod]" in text and text.startswith("# by topic") and "# the call first" in text
    assert slide_lists.added(files, "civic", "pod") == {"playlists.yaml": files["playlists.yaml"]}
    with pytest.raises(NotFoundError):
        slide_lists.added(FILES, "nu-e", "pod")


def test_a_slide_is_taken_out_everywhere_and_no_playlist_is_left_empty() -> None:
    assert "[apa]" in slide_lists.removed(FILES, "strada")["playlists.yaml"].decode()
    assert slide_lists.removed(FILES, "pod") == {}
    with pytest.raises(RefusedError) as refusal:
        slide_lists.removed(FILES, "apa")
    assert refusal.value.findings[0].values == {"form": "last-slide", "playlist": "Seara"}
