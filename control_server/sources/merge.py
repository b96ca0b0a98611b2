"""What an import changes in a pack: which of its files are written, which a person's own are kept.

Decides that figures are replaced and slides are not (unless that is asked for). It adds to playlists and `sources.yaml`
without touching what else a person wrote there, comments included. Pure. Leaves out reading the source (`jail`) and
where the files go (`commands.import_source`: a folder; `importing`: the server's store).
"""

from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from content import strict_yaml
from content.findings import refused
from content.imports import generated
from content.imports.conversation import Imported
from content.imports.yaml_lists import document, written
from content.pack.folder import within_limits
from content.pack.model import PROVENANCE, Feed, Pack
from content.pack.parse import parse
from content.pack.read_memory import ReadMemory
from content.phrases import said

PLAYLISTS, SOURCES = "playlists.yaml", "sources.yaml"
_EDITABLE = ("slides/", "drafts/", "names.yaml")
"""Paths of what a person may edit: an import writes their first version only."""


class MergeOptions(NamedTuple):
    """What a person asks for besides the figures.

    `replace` writes existing slides anew, `playlist` gets the new slides, `hosts` are allowed and `feed` is kept in
    `sources.yaml`.
    """

    replace: bool = False
    playlist: str | None = None
    hosts: tuple[str, ...] = ()
    feed: Feed | None = None


class Merged(NamedTuple):
    """The whole pack after the import, and the paths that change; `kept` are files that stay as a person has them."""

    pack: Pack
    files: dict[str, bytes]
    written: tuple[str, ...]
    kept: tuple[str, ...]


def merged(
    files: Mapping[str, bytes], imported: Imported, options: MergeOptions, memory: ReadMemory | None = None
) -> Merged:
    """The pack with what was imported; `memory` as of `parse`. Raises RefusedError when the result is no pack."""
    there = {path for path in imported.files if path.startswith(_EDITABLE) and path in files}
    there -= {path for path in imported.renewed if path in there and generated.read(path, files[path]).unedited}
    kept = () if options.replace else tuple(sorted(path for path in there if files[path] != imported.files[path]))
    becomes = {**files, **{path: data for path, data in imported.files.items() if path not in kept}}
    if options.playlist is not None and imported.slides:
        becomes[PLAYLISTS] = _with_slides(becomes.get(PLAYLISTS, b""), options.playlist, imported.slides)
    if options.hosts or options.feed:
        becomes[SOURCES] = _with_source(becomes.get(SOURCES, b""), options.hosts, options.feed)
    changed = tuple(sorted(path for path, data in becomes.items() if files.get(path) != data))
    within_limits(becomes, "the pack with what was imported")
    return Merged(parse(becomes, memory), becomes, changed, kept)


def refreshed(files: Mapping[str, bytes], imported: Imported, pack: Pack, feed: Feed) -> dict[str, bytes]:
    """The pack with the figures of this import, and nothing else of the import.

    Raises RefusedError when they are in files that the pack does not have from this feed. A renamed source may bring
    such files, and so would a reader that a hostile source has taken over.
    """
    figures = {path: data for path, data in imported.files.items() if path.startswith("data/")}
    unknown = sorted(path for path in figures if path not in files)
    if unknown:
        message = said(
            "now gives {unknown}, which the pack does not have; expected the figures it was imported as",
            unknown=", ".join(unknown),
        )
        raise refused("feed", f"feed {feed.id}", message)
    others = {each.address for each in pack.sources.feeds} - {feed.address}
    for path in sorted(figures):
        source = pack.provenance.get(path.removesuffix(PROVENANCE))
        if source is None or source.address in others:
            whose = said("is of {address}", address=source.address) if source else said("no import brought")
            message = said(
                "now gives {path}, which {whose}; expected the figures it was imported as", path=path, whose=whose
            )
            raise refused("feed", f"feed {feed.id}", message)
    return {**files, **figures}


def _with_slides(data: bytes, playlist: str, slides: tuple[str, ...]) -> bytes:
    """`playlists.yaml` with the slides in that playlist. Raises RefusedError when there is no such playlist."""
    playlists = document(data, PLAYLISTS)
    lists = playlists.get("playlists") or []
    for each in lists:
        if each.get("id") == playlist:
            missing = [slide for slide in slides if slide not in each["slides"]]
            each["slides"].extend(missing)
            return written(playlists, data) if missing else data
    known = ", ".join(str(each.get("id")) for each in lists) or "none"
    raise refused(
        "reference",
        PLAYLISTS,
        said("found no playlist {playlist!r}, expected one of {known}", playlist=playlist, known=known),
    )


def _with_source(data: bytes, hosts: tuple[str, ...], feed: Feed | None) -> bytes:
    """`sources.yaml` with the hosts and the feed; the same bytes when all of it is there already."""
    sources = document(data, SOURCES)
    there = sources.setdefault("hosts", [])
    new = [host for host in hosts if host not in there]
    there.extend(new)
    if feed is not None:
        entry = msgspec.to_builtins(strict_yaml.plain(feed))
        feeds = sources.setdefault("feeds", [])
        same = [at for at, each in enumerate(feeds) if each.get("id") == feed.id]
        if same and dict(feeds[same[0]]) == entry and not new:
            return data
        if same:
            feeds[same[0]] = entry
        else:
            feeds.append(entry)
    elif not new:
        return data
    return written(sources, data)
