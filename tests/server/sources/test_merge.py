"""What an import changes in a pack, and what it leaves as a person wrote it."""

import re

import pytest

from content import strict_yaml
from content.findings import RefusedError
from content.imports import generated
from content.imports.conversation import Imported
from content.pack.model import Feed, Sources
from content.pack.parse import parse
from control_server.sources.merge import MergeOptions, merged, refreshed
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
    merge = merged(PACK, NEW, MergeOptions())
    assert merge.written == ("data/nou.csv", "slides/nou.yaml")
    assert merge.kept == ()
    assert "nou" in merge.pack.slides
    assert merge.files == {**PACK, **NEW.files}


def test_a_slide_that_is_there_is_kept_and_its_figures_are_replaced() -> None:
    mine = {**PACK, "slides/nou.yaml": SLIDE.replace(b"Nou", b"Al meu"), "data/nou.csv": b"old"}
    merge = merged(mine, NEW, MergeOptions())
    assert (merge.written, merge.kept) == (("data/nou.csv",), ("slides/nou.yaml",))
    assert merge.files["slides/nou.yaml"] == mine["slides/nou.yaml"]
    merge = merged(mine, NEW, MergeOptions(replace=True))
    assert (merge.written, merge.kept) == (("data/nou.csv", "slides/nou.yaml"), ())


def test_a_slide_that_nobody_edited_is_renewed() -> None:
    old = generated.written("https://date.oras.ro", SLIDE.replace(b"Nou", b"Vechi"))
    again = Imported(files=NEW.files, slides=("nou",), renewed=("slides/nou.yaml",))
    assert merged({**PACK, "slides/nou.yaml": old}, again, MergeOptions()).files["slides/nou.yaml"] == SLIDE


@pytest.mark.parametrize("path", ["slides/nou.yaml", "names.yaml"])
def test_what_a_person_wrote_is_kept_whatever_a_reader_says(path: str) -> None:
    """Whether a file was edited is seen here, not believed: the reader has seen the bytes of strangers."""
    own = {"slides/nou.yaml": SLIDE.replace(b"Nou", b"Al meu"), "names.yaml": b"cofog: {}\n"}
    edited = generated.written("https://date.oras.ro", SLIDE) + b"# mine\n"
    for mine in (own[path], *([edited] if path.startswith("slides/") else [])):
        imported = Imported(files={path: SLIDE}, renewed=(path,))
        assert merged({**PACK, path: mine}, imported, MergeOptions()).kept == (path,)


def test_a_pack_does_not_grow_without_end() -> None:
    many = Imported(files={f"data/{n}.csv": b"" for n in range(20_000)})
    with pytest.raises(RefusedError, match="found more than 20,000 files"):
        merged(PACK, many, MergeOptions())


def test_a_draft_that_someone_works_on_is_kept() -> None:
    draft = Imported(files={"drafts/nou.yaml": b"# TO FINISH\n"})
    assert merged({**PACK, "drafts/nou.yaml": b"half done"}, draft, MergeOptions()).kept == ("drafts/nou.yaml",)


def test_the_same_again_changes_nothing() -> None:
    once = merged(
        {**PACK, "playlists.yaml": PLAYLISTS}, NEW, MergeOptions(playlist="toate", hosts=("a.ro",), feed=FEED)
    )
    again = merged(once.files, NEW, MergeOptions(playlist="toate", hosts=("a.ro",), feed=FEED))
    assert (again.written, again.kept) == ((), ())


@pytest.mark.parametrize("flush", [False, True])
@pytest.mark.parametrize("playlist", ["toate", "seara"])
def test_a_playlist_is_added_to_and_its_comments_stay(playlist: str, flush: bool) -> None:
    written = FLUSH if flush else PLAYLISTS
    merge = merged({**PACK, "playlists.yaml": written}, NEW, MergeOptions(playlist=playlist))
    assert merge.pack.playlists[playlist].slides == ("anunt", "nou")
    text = merge.files["playlists.yaml"].decode()
    for kept in ("# What the city shows, in this order.", "# everything", "# the first", "# at night", '"seara"'):
        assert kept in text
    before = written.decode().splitlines()
    assert len([line for line in text.splitlines() if line not in before]) == 1


def test_an_unknown_playlist_is_refused_with_those_there_are() -> None:
    with pytest.raises(RefusedError, match="found no playlist 'alta', expected one of toate"):
        merged(PACK, NEW, MergeOptions(playlist="alta"))


def test_hosts_and_feeds_are_written_into_sources() -> None:
    merge = merged(PACK, NEW, MergeOptions(hosts=("date.oras.ro",), feed=FEED))
    assert merge.pack.sources == Sources(hosts=("date.oras.ro",), feeds=(FEED,))
    mine = b"# whom we ask\nhosts:\n  - date.oras.ro  # the portal\n"
    later = Feed(id="nou", reader="dataset", address="https://date.oras.ro/a.csv", every_hours=6)
    merge = merged({**PACK, "sources.yaml": mine}, NEW, MergeOptions(hosts=("alt.oras.ro",), feed=FEED))
    merge = merged(merge.files, NEW, MergeOptions(feed=later))
    assert merge.pack.sources == Sources(hosts=("date.oras.ro", "alt.oras.ro"), feeds=(later,))
    assert b"# whom we ask" in merge.files["sources.yaml"]
    assert b"# the portal" in merge.files["sources.yaml"]


def test_what_would_be_no_pack_is_refused() -> None:
    with pytest.raises(RefusedError, match=r"slides/nou\.yaml"):
        merged(PACK, Imported(files={"slides/nou.yaml": b"kind: poem\n"}), MergeOptions())
    with pytest.raises(RefusedError, match=r"playlists\.yaml"):
        merged({**PACK, "playlists.yaml": b"a: *b"}, NEW, MergeOptions(playlist="toate"))


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
    becomes = refreshed(files, later, parse(files), FEED)
    assert {path for path in becomes if becomes[path] != files.get(path)} == {"data/nou.csv", sidecar}
    strict_yaml.mapping(becomes[sidecar], sidecar)


def test_a_source_that_became_another_is_for_a_person() -> None:
    with pytest.raises(RefusedError, match=r"now gives data/alt\.csv"):
        refreshed(PACK, Imported(files={"data/alt.csv": b"x"}), parse(PACK), FEED)


@pytest.mark.parametrize(
    ("sidecar", "sentence"),
    [
        (None, r"now gives data/alt\.csv, which no import brought"),
        (b"address: https://date.oras.ro/alt\nfetched: 2026-11-20\n", "which is of https://date.oras.ro/alt"),
    ],
)
def test_a_feed_reaches_for_no_figures_but_its_own(sidecar: bytes | None, sentence: str) -> None:
    files = {**PACK, "data/alt.csv": b"an;valoare\n2019;1\n"}
    files["sources.yaml"] = b"""
hosts: [date.oras.ro]
feeds:
  - {id: nou, reader: dataset, address: "https://date.oras.ro/a.csv"}
  - {id: alt, reader: dataset, address: "https://date.oras.ro/alt"}
"""
    if sidecar:
        files["data/alt.csv.source.yaml"] = sidecar
    with pytest.raises(RefusedError, match=sentence):
        refreshed(files, Imported(files={"data/alt.csv": b"x"}), parse(files), FEED)
