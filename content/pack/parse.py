"""A city pack from its files: one `Pack`, or every fault in it.

Decides which files a pack has and what each of them holds. Leaves out whether its parts fit together (`references`),
whether a slide may be published (`checks`), and what the data files say (`readers`).
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any, TypeVar

import msgspec

from content import strict_yaml
from content.authored import Id
from content.findings import Finding, RefusedError
from content.pack import references
from content.pack.model import PROVENANCE, Campaign, City, Display, Names, Pack, Playlist, Provenance, Sources
from content.pack.slide import Slide
from content.pack.slides import authored

LISTS: dict[str, tuple[str, type]] = {
    "displays": ("displays.yaml", Display),
    "playlists": ("playlists.yaml", Playlist),
    "campaigns": ("campaigns.yaml", Campaign),
}
SLIDES = "slides/"
DRAFTS = "drafts/"
"""The folder of slides that an import could not finish. They are not read, as they need not be complete."""

T = TypeVar("T")


@lru_cache(maxsize=4096)
def _mapping(name: str, data: bytes) -> dict[str, Any]:
    """The YAML of a file. It is remembered, as YAML takes 2 ms a slide, and must never be altered."""
    return strict_yaml.mapping(data, name)


@lru_cache(maxsize=4096)
def _value(name: str, data: bytes, kind: Any) -> Any:
    return strict_yaml.typed(strict_yaml.mapping(data, name), kind, name)


class _Parser:
    """Reads the files one by one, keeps what can be read, and notes the faults of what cannot."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = files
        self.faults: list[Finding] = []
        self.unread: set[str] = set()
        self.places: dict[tuple[str, str], str] = {}
        """Where the value of a list is written, by list and id: `campaigns.yaml:$.campaigns[2]`."""

    def fault(self, code: str, where: str, message: str) -> None:
        self.faults.append(Finding(code=code, where=where, message=message))

    def noted(self, name: str, read: Callable[[], T]) -> T | None:
        """What `read` gives, or None if it is refused: its faults are noted, and the file `name` counts as unread."""
        try:
            return read()
        except RefusedError as error:
            self.faults.extend(error.findings)
            self.unread.add(name)
            return None

    def document(self, name: str) -> dict[str, Any] | None:
        """A file as plain values, or None."""
        if name not in self.files:
            self.missing(name)
            return None
        return self.noted(name, lambda: _mapping(name, self.files[name]))

    def value(self, name: str, kind: Any) -> Any:
        """The one value that a file holds, or None."""
        if name not in self.files:
            self.missing(name)
            return None
        return self.noted(name, lambda: _value(name, self.files[name], kind))

    def missing(self, name: str) -> None:
        """Notes that a file is missing."""
        self.unread.add(name)
        self.fault("file", name, "is missing, expected this file in the pack")

    def listed(self, key: str) -> dict[str, Any]:
        """The values, by id, of a file that is one list under `key`."""
        name, kind = LISTS[key]
        document = self.document(name)
        if document is None:
            return {}
        for unknown in sorted(document.keys() - {key}, key=str):
            self.fault("value", f"{name}:$.{unknown}", f"found the key {unknown!r}, expected only {key!r}")
        rows = document.get(key)
        if not isinstance(rows, list):
            self.unread.add(name)
            self.fault("value", f"{name}:$.{key}", f"expected a list of {key}")
            return {}
        values: dict[str, Any] = {}
        for index, row in enumerate(rows):
            at = f"$.{key}[{index}]"
            value = self.noted(name, lambda row=row, at=at: strict_yaml.typed(row, kind, name, at))  # type: ignore[misc]
            if value is not None and value.id in values:
                self.fault("duplicate", f"{name}:{at}.id", f"found {value.id!r} a second time, expected each id once")
            elif value is not None:
                values[value.id] = value
                self.places[key, value.id] = f"{name}:{at}"
        return values

    def slides(self) -> dict[str, Slide]:
        slides: dict[str, Slide] = {}
        any_kind = authored()
        for name in sorted(self.files):
            if not name.startswith(SLIDES):
                continue
            path = PurePosixPath(name)
            if path.suffix != ".yaml" or path.parent != PurePosixPath("slides"):
                self.fault("file", name, "is not a slide, expected only files named slides/<id>.yaml in this folder")
                continue
            try:
                slide_id = msgspec.convert(path.stem, Id)
            except msgspec.ValidationError:
                expected = "expected lower-case letters a-z, digits and hyphens, as slides/buget-100.yaml"
                self.fault("file", name, f"names the slide {path.stem!r}, {expected}")
                self.unread.add(name)
                continue
            slide: Slide | None = self.value(name, any_kind)
            if slide is not None:
                slides[slide_id] = slide
        return slides


def parse(files: Mapping[str, bytes]) -> Pack:
    """The pack written in these files (path in the pack → bytes). Raises RefusedError with every fault found."""
    return _parsed(files, lambda _where: True)


def parse_for(files: Mapping[str, bytes], slide_id: str) -> Pack:
    """As `parse`, for who needs one slide only: other slides that have faults are left out instead of refused.

    Playlists may then name slides that the pack does not have. Raises RefusedError with the faults of the slide and of
    the files that all slides share.
    """
    own = f"{SLIDES}{slide_id}.yaml"
    return _parsed(files, lambda where: not where.startswith(SLIDES) or where.partition(":")[0] == own)


def _parsed(files: Mapping[str, bytes], matters: Callable[[str], bool]) -> Pack:
    """The pack without the slides that have faults; raises RefusedError when one of those, by its place, matters."""
    parser = _Parser(files)
    city: City | None = parser.value("city.yaml", City)
    displays: dict[str, Display] = parser.listed("displays")
    slides = parser.slides()
    playlists: dict[str, Playlist] = parser.listed("playlists")
    campaigns: dict[str, Campaign] = parser.listed("campaigns")
    names = (parser.value("names.yaml", Names) if "names.yaml" in files else Names()) or Names()
    sources = (parser.value("sources.yaml", Sources) if "sources.yaml" in files else Sources()) or Sources()
    provenance = {
        name.removesuffix(PROVENANCE): written
        for name in sorted(files)
        if name.endswith(PROVENANCE) and (written := parser.value(name, Provenance)) is not None
    }
    read = references.Read(city, displays, slides, playlists, campaigns, parser.places, frozenset(parser.unread))
    parser.faults += references.faults(read, files)
    mattering = [fault for fault in parser.faults if matters(fault.where)]
    if city is None or mattering:
        raise RefusedError(*mattering)
    faulty = {fault.where.partition(":")[0] for fault in parser.faults}
    slides = {slide_id: slide for slide_id, slide in slides.items() if f"{SLIDES}{slide_id}.yaml" not in faulty}
    named = {path for slide in slides.values() for path in slide.files()}
    return Pack(
        city=city,
        displays=displays,
        slides=slides,
        playlists=playlists,
        campaigns=campaigns,
        names=names,
        sources=sources,
        provenance=provenance,
        drafts=tuple(name for name in sorted(files) if name.startswith(DRAFTS) and name.endswith(".yaml")),
        files={path: files[path] for path in sorted(named)},
    )
