"""A city pack from its files: one `Pack`, or every fault in it.

Decides which files a pack has and what each of them holds. Leaves out whether its parts fit together (`references`),
whether a slide may be published (`checks`), and what the data files say (`readers`).
"""

from collections.abc import Callable, Hashable, Mapping
from pathlib import PurePosixPath
from typing import Any, NamedTuple, TypeVar

import msgspec

from content import strict_yaml
from content.authored import Id
from content.findings import Finding, RefusedError
from content.pack import references
from content.pack.alert import ALERTS, Alert
from content.pack.folder import yaml_within_limits
from content.pack.model import (
    DISPLAYS,
    PROVENANCE,
    Campaign,
    City,
    Display,
    Names,
    Pack,
    Playlist,
    Provenance,
    Sources,
)
from content.pack.read_memory import ReadMemory
from content.pack.slide import Slide
from content.pack.slides import authored
from content.phrases import said
from content.questions import open_in
from content.yaml_values import Bounds

LISTS: dict[str, tuple[str, type]] = {
    "displays": (DISPLAYS, Display),
    "playlists": ("playlists.yaml", Playlist),
    "campaigns": ("campaigns.yaml", Campaign),
}
SLIDES = "slides/"
DISPLAY_LISTS = "displays/"
"""The folder of more lists of displays, in which a large city writes its own as it likes."""
DRAFTS = "drafts/"
"""The folder of slides that an import could not finish. They are not read, as they need not be complete."""

_AN_ID = "expected lower-case letters a-z, digits and hyphens, as slides/buget-100.yaml"

T = TypeVar("T")


class _List(NamedTuple):
    """A file that is a list: its values by id, the row of each, the faults, and whether every row could be read."""

    name: str
    values: dict[str, Any]
    rows: dict[str, int]
    faults: tuple[Finding, ...]
    whole: bool


def _read_list(name: str, data: bytes, key: str, kind: type) -> _List:
    """The list under `key`. Raises RefusedError when it is none. At most the first mistakes of its rows are told."""
    document = strict_yaml.mapping(data, name)
    faults = [
        Finding(
            code="value",
            where=f"{name}:$.{unknown}",
            message=said("found the key {unknown!r}, expected only {key!r}", unknown=unknown, key=key),
        )
        for unknown in sorted(document.keys() - {key})
    ]
    rows = document.get(key)
    if not isinstance(rows, list):
        fault = Finding(code="value", where=f"{name}:$.{key}", message=said("expected a list of {key}", key=key))
        raise RefusedError(*faults, fault)
    values: dict[str, Any] = {}
    numbers: dict[str, int] = {}
    whole = True
    for number, row in enumerate(rows):
        at = f"$.{key}[{number}]"
        try:
            value: Any = strict_yaml.typed(row, kind, name, at)
        except RefusedError as error:
            faults.extend(error.findings)
            whole = False
        else:
            if value.id in values:
                message = said("found {id!r} a second time, expected each id once", id=value.id)
                faults.append(Finding(code="duplicate", where=f"{name}:{at}.id", message=message))
            else:
                values[value.id], numbers[value.id] = value, number
        if len(faults) > strict_yaml.MAX_MISTAKES:
            return _List(name, values, numbers, tuple(strict_yaml.first_of(faults, name)), whole=False)
    return _List(name, values, numbers, tuple(faults), whole)


class _Parser:
    """Reads the files one by one, keeps what can be read, and notes the faults of what cannot."""

    def __init__(self, files: Mapping[str, bytes], memory: ReadMemory) -> None:
        self.files, self._memory = files, memory
        self.faults: list[Finding] = []
        self.unread: set[str] = set()
        self._list_of: dict[str, dict[str, _List]] = {}
        """By the key of a list and the id of a value: the file in which the value stands."""

    def fault(self, code: str, where: str, message: str) -> None:
        self.faults.append(Finding(code=code, where=where, message=message))

    def noted(self, name: str, role: Hashable, read: Callable[[bytes], T]) -> T | None:
        """What `read` makes of a file, or None if it is refused or missing, which is noted."""
        if name not in self.files:
            self.unread.add(name)
            self.fault("file", name, "is missing, expected this file in the pack")
            return None
        data = self.files[name]
        try:
            return self._memory.value((name, role), data, lambda: read(data))
        except RefusedError as error:
            self.faults.extend(error.findings)
            self.unread.add(name)
            return None

    def value(self, name: str, kind: Any, bounds: Bounds = strict_yaml.DOCUMENT) -> Any:
        """The one value that a file holds, or None."""
        return self.noted(
            name, kind, lambda data: strict_yaml.typed(strict_yaml.mapping(data, name, bounds), kind, name)
        )

    def listed(self, key: str) -> dict[str, Any]:
        """The values, by id, of the file that is a list under `key`, or of several files that are."""
        first, kind = LISTS[key]
        more = self._display_lists() if first == DISPLAYS else []
        values: dict[str, Any] = {}
        list_of = self._list_of[key] = {}
        for name in more if more and first not in self.files else [first, *more]:
            one = self.noted(name, key, lambda data, name=name: _read_list(name, data, key, kind))  # type: ignore[misc]
            if one is None:
                continue
            self.faults.extend(one.faults)
            if not one.whole:
                self.unread.add(name)
            for twice in sorted(values.keys() & one.values.keys(), key=one.rows.__getitem__):
                message = said(
                    "found {twice!r}, which stands at {key} too, expected each id once",
                    twice=twice,
                    key=self.place(key, twice),
                )
                self.fault("duplicate", f"{name}:$.{key}[{one.rows[twice]}].id", message)
            for value_id, value in one.values.items():
                values.setdefault(value_id, value)
                list_of.setdefault(value_id, one)
        return values

    def _display_lists(self) -> list[str]:
        """The files beside `displays.yaml` that are lists of displays too."""
        names = []
        for name in sorted(name for name in self.files if name.startswith(DISPLAY_LISTS)):
            if name.endswith(".yaml") and "/" not in name.removeprefix(DISPLAY_LISTS):
                names.append(name)
            else:
                expected = "expected only files named displays/<name>.yaml in this folder"
                self.fault("file", name, said("is not a list of displays, {expected}", expected=expected))
        return names

    def place(self, key: str, value_id: str) -> str:
        """Where the value of a list is written: `campaigns.yaml:$.campaigns[2]`."""
        one = self._list_of[key][value_id]
        return f"{one.name}:$.{key}[{one.rows[value_id]}]"

    def display_files(self) -> dict[str, str]:
        """The files of the displays that do not stand in `displays.yaml`."""
        return {display: each.name for display, each in self._list_of["displays"].items() if each.name != DISPLAYS}

    def slides(self) -> dict[str, Slide]:
        return self._each(
            SLIDES,
            authored(),
            "is not a slide, expected only files named slides/<id>.yaml in this folder",
            "names the slide {stem!r}, {expected}",
        )

    def alerts(self) -> dict[str, Alert]:
        return self._each(
            ALERTS,
            Alert,
            "is not an alert, expected only files named alerts/<id>.yaml in this folder",
            "names the alert {stem!r}, {expected}",
        )

    def _each(self, folder: str, kind: Any, alien: str, misnamed: str) -> dict[str, Any]:
        """The values of a folder in which each file is one, named by its id."""
        values: dict[str, Any] = {}
        for name in sorted(self.files):
            if not name.startswith(folder):
                continue
            path = PurePosixPath(name)
            if path.suffix != ".yaml" or f"{path.parent}/" != folder:
                self.fault("file", name, alien)
                continue
            try:
                value_id = msgspec.convert(path.stem, Id)
            except msgspec.ValidationError:
                self.fault("file", name, said(misnamed, stem=path.stem, expected=_AN_ID))
                self.unread.add(name)
                continue
            value = self.value(name, kind, strict_yaml.SLIDE)
            if value is not None:
                values[value_id] = value
        return values


def parse(files: Mapping[str, bytes], memory: ReadMemory | None = None) -> Pack:
    """The pack written in these files (path in the pack → bytes). Raises RefusedError with the faults found.

    With a memory, files that were read before are not read again. Of each file the first faults are told.
    """
    return _parsed(files, lambda _where: True, memory or ReadMemory())


def parse_for(files: Mapping[str, bytes], slide_id: str, memory: ReadMemory | None = None) -> Pack:
    """As `parse`, for who needs one slide only: other slides that have faults are left out instead of refused.

    Playlists may then name slides that the pack does not have. Raises RefusedError with the faults of the slide and of
    the files that all slides share.
    """
    own = f"{SLIDES}{slide_id}.yaml"
    return _parsed(files, lambda where: not where.startswith(SLIDES) or _file(where) == own, memory or ReadMemory())


def _parsed(files: Mapping[str, bytes], matters: Callable[[str], bool], memory: ReadMemory) -> Pack:
    """The pack without the slides that have faults; raises RefusedError when one of those, by its place, matters."""
    yaml_within_limits(files)
    parser = _Parser(files, memory)
    city: City | None = parser.value("city.yaml", City)
    displays: dict[str, Display] = parser.listed("displays")
    slides, alerts = parser.slides(), parser.alerts()
    playlists: dict[str, Playlist] = parser.listed("playlists")
    campaigns: dict[str, Campaign] = parser.listed("campaigns")
    names = (parser.value("names.yaml", Names) if "names.yaml" in files else Names()) or Names()
    sources = (parser.value("sources.yaml", Sources) if "sources.yaml" in files else Sources()) or Sources()
    provenance = {
        name.removesuffix(PROVENANCE): written
        for name in sorted(files)
        if name.endswith(PROVENANCE) and (written := parser.value(name, Provenance)) is not None
    }
    read = references.Read(city, displays, slides, playlists, campaigns, alerts, parser.place, frozenset(parser.unread))
    parser.faults += references.faults(read, files)
    mattering = [fault for fault in parser.faults if matters(fault.where)]
    if city is None or mattering:
        raise RefusedError(*_first_of_each_file(mattering))
    faulty = {_file(fault.where) for fault in parser.faults}
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
        display_files=parser.display_files(),
        questions={slide: still for slide in slides if (still := open_in(files[f"{SLIDES}{slide}.yaml"]))},
        alerts=alerts,
    )


def _file(where: str) -> str:
    """The file of a place in a pack."""
    return where.partition(":")[0]


def _first_of_each_file(faults: list[Finding]) -> list[Finding]:
    """The faults without those of a file that has more than are told, and a sentence that says so in their stead."""
    of_file: dict[str, list[Finding]] = {}
    for fault in faults:
        of_file.setdefault(_file(fault.where), []).append(fault)
    if all(len(those) <= strict_yaml.MAX_MISTAKES for those in of_file.values()):
        return faults
    return [fault for file, those in of_file.items() for fault in strict_yaml.first_of(those, file)]
