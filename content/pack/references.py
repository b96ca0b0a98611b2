"""Whether the parts of a pack fit together: what they name is there, and what they ask for is possible.

Decides the faults that no part has by itself. Leaves out how the parts are read (`parse`), and whether a pack without
faults may be published (`checks`).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from content import time_zones
from content.findings import Finding
from content.pack.model import Campaign, City, Display, Playlist
from content.pack.slide import Slide
from content.pack.slides import AUTHORED


class Read(NamedTuple):
    """What could be read of a pack.

    `places` says where a value is written, by list and id: `campaigns.yaml:$.campaigns[2]`. `unread` are the files that
    could not be read whole.
    """

    city: City | None
    displays: Mapping[str, Display]
    slides: Mapping[str, Slide]
    playlists: Mapping[str, Playlist]
    campaigns: Mapping[str, Campaign]
    places: Mapping[tuple[str, str], str]
    unread: frozenset[str]


def faults(read: Read, files: Mapping[str, bytes]) -> Iterator[Finding]:
    """Every fault of parts that do not fit together."""
    yield from _references(read)
    yield from _missing_files(read, files)
    yield from _zones(read)
    if read.city is not None:
        yield from _languages(read, read.city)
        yield from _incomplete(read, read.city)
        yield from _kinds(read.city)
        yield from _minimums(read, read.city)


def _references(read: Read) -> Iterator[Finding]:
    """Names of things that are not there. Nothing is said of things whose file could not be read whole."""
    written = {PurePosixPath(name).stem for name in read.unread if name.startswith("slides/")}
    for playlist in read.playlists.values():
        where = read.places["playlists", playlist.id]
        named = (name for name in playlist.slides if name not in written)
        yield from _unknown(f"{where}.slides", "slide", named, read.slides)
    for campaign in read.campaigns.values():
        where = read.places["campaigns", campaign.id]
        if "playlists.yaml" not in read.unread:
            yield from _unknown(f"{where}.playlist", "playlist", (campaign.playlist,), read.playlists)
        yield from _unknown_displays(f"{where}.displays", campaign.displays, read)
    for number, minimum in enumerate(read.city.minimum_airtime if read.city else ()):
        yield from _unknown_displays(f"city.yaml:$.minimum_airtime[{number}].displays", minimum.displays, read)


def _unknown_displays(where: str, wanted: Any, read: Read) -> Iterator[Finding]:
    if isinstance(wanted, tuple) and "displays.yaml" not in read.unread:
        yield from _unknown(where, "display", wanted, read.displays)


def _unknown(where: str, noun: str, named: Iterable[str], known: Iterable[str]) -> Iterator[Finding]:
    """The `named` things of which there are none among the `known`, each once."""
    names = sorted(known)
    for name in dict.fromkeys(named):
        if name not in names:
            expected = f"one of {', '.join(names)}" if names else f"a {noun} that the pack has; it has none"
            yield Finding(code="reference", where=where, message=f"found the {noun} {name!r}, expected {expected}")


def _missing_files(read: Read, files: Mapping[str, bytes]) -> Iterator[Finding]:
    for slide_id, slide in read.slides.items():
        for path in slide.files():
            where = f"slides/{slide_id}.yaml"
            if (fault := _path_fault(path)) is not None:
                yield Finding(code="path", where=where, message=f"names the file {path!r}, {fault}")
            elif path not in files:
                message = f"names the file {path!r}, which is not in the pack; expected it there"
                yield Finding(code="file", where=where, message=message)


def _path_fault(path: str) -> str | None:
    """What is wrong with the path of a file in a pack, if anything is."""
    parts = path.split("/")
    if path.startswith("/") or "\\" in path or ":" in parts[0] or any(part in ("", ".", "..") for part in parts):
        return "expected a path inside the pack as data/cheltuieli.csv"
    return None


def _languages(read: Read, city: City) -> Iterator[Finding]:
    spoken = ", ".join(city.languages)
    speakers = [("city.yaml:$.languages", city.languages)]
    speakers += [(f"{read.places['displays', each.id]}.languages", each.languages) for each in read.displays.values()]
    for where, languages in speakers:
        for lang, count in Counter(languages).items():
            if lang not in city.languages:
                message = f"found {lang!r}, expected languages of the city: {spoken}"
                yield Finding(code="language", where=where, message=message)
            elif count > 1:
                yield Finding(code="language", where=where, message=f"found {lang!r} twice, expected it once")


def _zones(read: Read) -> Iterator[Finding]:
    for display in read.displays.values():
        if display.timezone is not None and not time_zones.known(display.timezone):
            where = f"{read.places['displays', display.id]}.timezone"
            message = f"found time zone {display.timezone!r}, expected an IANA name as Europe/Bucharest"
            yield Finding(code="value", where=where, message=message)


def _kinds(city: City) -> Iterator[Finding]:
    """Minimums of airtime for what is no kind of slide."""
    for number, minimum in enumerate(city.minimum_airtime):
        for kind in minimum.kinds:
            if kind not in AUTHORED:
                where = f"city.yaml:$.minimum_airtime[{number}].kinds"
                message = f"found {kind!r}, expected one of {', '.join(sorted(AUTHORED))}"
                yield Finding(code="value", where=where, message=message)


def _minimums(read: Read, city: City) -> Iterator[Finding]:
    for display in read.displays.values():
        asked = city.minimums(display)
        if (whole := sum(asked.values())) > 1:
            parts = " and ".join(f"{kind} {part:g}" for kind, part in asked.items())
            message = f"asks for {parts} on {display.id}, {whole:g} of the airtime, expected at most 1"
            yield Finding(code="airtime", where="city.yaml:$.minimum_airtime", message=message, display=display.id)


def _incomplete(read: Read, city: City) -> Iterator[Finding]:
    phases = ((slide_id, *each) for slide_id, slide in read.slides.items() for each in slide.phases().items())
    for slide_id, phase, shown in phases:
        texts = list(shown.texts())
        if not any(all(city.say(text, lang) is not None for text in texts) for lang in city.languages):
            subject = f"the {phase} is" if phase else "is"
            message = (
                f"{subject} complete in no language, expected all its texts in at least one of "
                f"{', '.join(city.languages)}"
            )
            yield Finding(code="language", where=f"slides/{slide_id}.yaml", message=message)
