"""What an import changes in a pack: which of its files are written, which a person's own are kept.

Decides that figures are replaced and slides are not (unless that is asked for), and adds to playlists and
`sources.yaml` without touching what else a person wrote there, comments included. Pure. Leaves out reading the source
(`jail`) and where the files go (`commands`: a folder, `intake`: the server's store).
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

PLAYLISTS, SOURCES = "playlists.yaml", "sources.yaml"
_OWN = ("slides/", "drafts/", "names.yaml")
"""What a person writes; an import makes its first version only."""


class Wish(NamedTuple):
    """What a person wants besides the figures: a playlist for the new slides, hosts to allow, a feed to keep."""

    replace: bool = False
    playlist: str | None = None
    hosts: tuple[str, ...] = ()
    feed: Feed | None = None


class Merged(NamedTuple):
    """The whole pack as it becomes, and the paths that change; `kept` are slides that were there and stay."""

    pack: Pack
    files: dict[str, bytes]
    written: tuple[str, ...]
    kept: tuple[str, ...]


def merged(files: Mapping[str, bytes], imported: Imported, wish: Wish) -> Merged:
    """Raises RefusedError when the result is no pack; nothing was changed then."""
    own = {path for path in imported.files if path.startswith(_OWN) and path in files}
    own -= {path for path in imported.renewed if path in own and generated.read(path, files[path]).unedited}
    kept = () if wish.replace else tuple(sorted(path for path in own if files[path] != imported.files[path]))
    found = {**files, **{path: data for path, data in imported.files.items() if path not in kept}}
    if wish.playlist is not None and imported.slides:
        found[PLAYLISTS] = _played(found.get(PLAYLISTS, b""), wish.playlist, imported.slides)
    if wish.hosts or wish.feed:
        found[SOURCES] = _allowed(found.get(SOURCES, b""), wish.hosts, wish.feed)
    written = tuple(sorted(path for path, data in found.items() if files.get(path) != data))
    within_limits(found, "the pack with what was imported")
    return Merged(parse(found), found, written, kept)


def refreshed(files: Mapping[str, bytes], imported: Imported, pack: Pack, feed: Feed) -> dict[str, bytes]:
    """The pack with the figures of this import, and nothing else of it.

    Raises RefusedError when they are of other files than the pack has from this feed: a source that was renamed may
    come out so, and a reader that was taken over would reach for the figures of others.
    """
    figures = {path: data for path, data in imported.files.items() if path.startswith("data/")}
    strange = sorted(path for path in figures if path not in files)
    if strange:
        message = (
            f"now gives {', '.join(strange)}, which the pack does not have; expected the figures it was imported as"
        )
        raise refused("feed", f"feed {feed.id}", message)
    others = {each.address for each in pack.sources.feeds} - {feed.address}
    for path in sorted(figures):
        source = pack.provenance.get(path.removesuffix(PROVENANCE))
        if source is None or source.address in others:
            whose = f"is of {source.address}" if source else "no import brought"
            message = f"now gives {path}, which {whose}; expected the figures it was imported as"
            raise refused("feed", f"feed {feed.id}", message)
    return {**files, **figures}


def _played(data: bytes, playlist: str, slides: tuple[str, ...]) -> bytes:
    found = document(data, PLAYLISTS)
    lists = found.get("playlists") or []
    for each in lists:
        if each.get("id") == playlist:
            missing = [slide for slide in slides if slide not in each["slides"]]
            each["slides"].extend(missing)
            return written(found, data) if missing else data
    known = ", ".join(str(each.get("id")) for each in lists) or "none"
    raise refused("reference", PLAYLISTS, f"found no playlist {playlist!r}, expected one of {known}")


def _allowed(data: bytes, hosts: tuple[str, ...], feed: Feed | None) -> bytes:
    found = document(data, SOURCES)
    there = found.setdefault("hosts", [])
    new = [host for host in hosts if host not in there]
    there.extend(new)
    if feed is not None:
        said = msgspec.to_builtins(strict_yaml.plain(feed))
        feeds = found.setdefault("feeds", [])
        same = [at for at, each in enumerate(feeds) if each.get("id") == feed.id]
        if same and dict(feeds[same[0]]) == said and not new:
            return data
        if same:
            feeds[same[0]] = said
        else:
            feeds.append(said)
    elif not new:
        return data
    return written(found, data)
