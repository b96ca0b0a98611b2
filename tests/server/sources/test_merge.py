"""What an import changes in a pack, and what it leaves as a person wrote it."""

import re

import pytest

from content import strict_yaml
from content.findings import RefusedError
from content.imports import generated
from content.imports.conversation import Imported
from content.pack.model import Feed, Sources
from content.pack.parse import parse
from control_server.sources.merge import Wish, merged, refreshed
from tests.server.simulator import PACK

SLIDE = b"kind: notice\ntitle: {ro: Nou}\nbody: {ro: Text.}\n"
NEW = Imported(files={"slides/nou.yaml": SLIDE, "data/nou.csv": b"an;valoare\n2019;1\n"}, slides=("nou",))
FEED = Feed(id="nou", reader="dataset", address="https://date.oras.ro/a.csv", options={"id": "nou"}, every_hours=24)

PLAYLISTS = b"""# What the city shows, in this order.
playlists:
  - id: toate   # everything
    slides: [anunt]   # the first
  - id: "seara"
    slides:
      # at night
      - anunt
"""

FLUSH = re.sub(rb"^    ( *[-#])", rb"  \1", re.sub(rb"^  ", b"", PLAYLISTS, flags=re.MULTILINE), flags=re.MULTILINE)
"""The same in the other style: dashes under their key."""


def test_files_are_added() -> None:
    found = merged(PACK, NEW, Wish())
    assert found.written == ("data/nou.csv", "slides/nou.yaml")
    assert found.kept == ()
    assert "nou" in found.pack.slides
    assert found.files == {**PACK, **NEW.files}


def test_a_slide_that_is_there_is_kept_and_its_figures_are_replaced() -> None:
    mine = {**PACK, "slides/nou.yaml": SLIDE.replace(b"Nou", b"Al meu"), "data/nou.csv": b"old"}
    found = merged(mine, NEW, Wish())
    assert (found.written, found.kept) == (("data/nou.csv",), ("slides/nou.yaml",))
    assert found.files["slides/nou.yaml"] == mine["slides/nou.yaml"]
    found = merged(mine, NEW, Wish(replace=True))
    assert (found.written, found.kept) == (("data/nou.csv", "slides/nou.yaml"), ())


def test_a_slide_that_nobody_edited_is_renewed() -> None:
    old = generated.written("https://date.oras.ro", SLIDE.replace(b"Nou", b"Vechi"))
    again = Imported(files=NEW.files, slides=("nou",), renewed=("slides/nou.yaml",))
    assert merged({**PACK, "slides/nou.yaml": old}, again, Wish()).files["slides/nou.yaml"] == SLIDE


@pytest.mark.parametrize("path", ["slides/nou.yaml", "names.yaml"])
def test_what_a_person_wrote_is_kept_whatever_a_reader_says(path: str) -> None:
    """Whether a file was edited is seen here, not believed: the reader has seen the bytes of strangers."""
    own = {"slides/nou.yaml": SLIDE.replace(b"Nou", b"Al meu"), "names.yaml": b"cofog: {}\n"}
    edited = generated.written("https://date.oras.ro", SLIDE) + b"# mine\n"
    for mine in (own[path], *([edited] if path.startswith("slides/") else [])):
        said = Imported(files={path: SLIDE}, renewed=(path,))
        assert merged({**PACK, path: mine}, said, Wish()).kept == (path,)


def test_a_pack_does_not_grow_without_end() -> None:
    many = Imported(files={f"data/{n}.csv": b"" for n in range(5_000)})
    with pytest.raises(RefusedError, match="found more than 5,000 files"):
        merged(PACK, many, Wish())


def test_a_draft_that_someone_works_on_is_kept() -> None:
    draft = Imported(files={"drafts/nou.yaml": b"# TO FINISH\n"})
    assert merged({**PACK, "drafts/nou.yaml": b"half done"}, draft, Wish()).kept == ("drafts/nou.yaml",)


def test_the_same_again_changes_nothing() -> None:
    once = merged({**PACK, "playlists.yaml": PLAYLISTS}, NEW, Wish(playlist="toate", hosts=("a.ro",), feed=FEED))
    again = merged(once.files, NEW, Wish(playlist="toate", hosts=("a.ro",), feed=FEED))
    assert (again.written, again.kept) == ((), ())


@pytest.mark.parametrize("flush", [False, True])
@pytest.mark.parametrize("playlist", ["toate", "seara"])
def test_a_playlist_is_added_to_and_its_comments_stay(playlist: str, flush: bool) -> None:
    written = FLUSH if flush else PLAYLISTS
    found = merged({**PACK, "playlists.yaml": written}, NEW, Wish(playlist=playlist))
    assert found.pack.playlists[playlist].slides == ("anunt", "nou")
    text = found.files["playlists.yaml"].decode()
    for kept in ("# What the city shows, in this order.", "# everything", "# the first", "# at night", '"seara"'):
        assert kept in text
    before = written.decode().splitlines()
    assert len([line for line in text.splitlines() if line not in before]) == 1


def test_an_unknown_playlist_is_refused_with_those_there_are() -> None:
    with pytest.raises(RefusedError, match="found no playlist 'alta', expected one of toate"):
        merged(PACK, NEW, Wish(playlist="alta"))


def test_hosts_and_feeds_are_written_into_sources() -> None:
    found = merged(PACK, NEW, Wish(hosts=("date.oras.ro",), feed=FEED))
    assert found.pack.sources == Sources(hosts=("date.oras.ro",), feeds=(FEED,))
    mine = b"# whom we ask\nhosts:\n  - date.oras.ro  # the portal\n"
    later = Feed(id="nou", reader="dataset", address="https://date.oras.ro/a.csv", every_hours=6)
    found = merged({**PACK, "sources.yaml": mine}, NEW, Wish(hosts=("alt.oras.ro",), feed=FEED))
    found = merged(found.files, NEW, Wish(feed=later))
    assert found.pack.sources == Sources(hosts=("date.oras.ro", "alt.oras.ro"), feeds=(later,))
    assert b"# whom we ask" in found.files["sources.yaml"]
    assert b"# the portal" in found.files["sources.yaml"]


def test_what_would_be_no_pack_is_refused() -> None:
    with pytest.raises(RefusedError, match=r"slides/nou\.yaml"):
        merged(PACK, Imported(files={"slides/nou.yaml": b"kind: poem\n"}), Wish())
    with pytest.raises(RefusedError, match=r"playlists\.yaml"):
        merged({**PACK, "playlists.yaml": b"a: *b"}, NEW, Wish(playlist="toate"))


def test_a_refresh_touches_figures_only() -> None:
    files = {**PACK, **NEW.files}
    sidecar = "data/nou.csv.source.yaml"
    files[sidecar] = b"address: https://date.oras.ro/a.csv\nfetched: 2026-11-20\n"
    later = Imported(
        files={
            "data/nou.csv": b"an;valoare\n2020;2\n",
            sidecar: files[sidecar].replace(b"20\n", b"23\n"),
            "slides/nou.yaml": b"kind: notice\n",
            "drafts/alt.yaml": b"x",
        },
        slides=("nou",),
    )
    found = refreshed(files, later, parse(files), FEED)
    assert {path for path in found if found[path] != files.get(path)} == {"data/nou.csv", sidecar}
    strict_yaml.mapping(found[sidecar], sidecar)


def test_a_source_that_became_another_is_for_a_person() -> None:
    with pytest.raises(RefusedError, match=r"now gives data/alt\.csv"):
        refreshed(PACK, Imported(files={"data/alt.csv": b"x"}), parse(PACK), FEED)


@pytest.mark.parametrize(
    ("sidecar", "said"),
    [
        (None, r"now gives data/alt\.csv, which no import brought"),
        (b"address: https://date.oras.ro/alt\nfetched: 2026-11-20\n", "which is of https://date.oras.ro/alt"),
    ],
)
def test_a_feed_reaches_for_no_figures_but_its_own(sidecar: bytes | None, said: str) -> None:
    files = {**PACK, "data/alt.csv": b"an;valoare\n2019;1\n"}
    files["sources.yaml"] = b"""
hosts: [date.oras.ro]
feeds:
  - {id: nou, reader: dataset, address: "https://date.oras.ro/a.csv"}
  - {id: alt, reader: dataset, address: "https://date.oras.ro/alt"}
"""
    if sidecar:
        files["data/alt.csv.source.yaml"] = sidecar
    with pytest.raises(RefusedError, match=said):
        refreshed(files, Imported(files={"data/alt.csv": b"x"}), parse(files), FEED)
