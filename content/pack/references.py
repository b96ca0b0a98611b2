"""Whether the parts of a pack fit together: what they name is there, and what they ask for is possible.

Decides the faults that no part has by itself. Leaves out how the parts are read (`parse`), and whether a pack without
faults may be published (`checks`).
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from content import time_zones
from content.findings import Finding
from content.pack.alert import ALERTS, Alert
from content.pack.binding import Binding
from content.pack.model import DISPLAYS, Campaign, City, Display, Playlist
from content.pack.slide import Slide
from content.pack.slides import AUTHORED
from content.pack.values import Lang
from content.phrases import said

_LISTED = 100
"""So many things are all named where one was expected that there is not."""


class Read(NamedTuple):
    """What could be read of a pack.

    `place` says where a value is written, by list and id: `campaigns.yaml:$.campaigns[2]`. `unread` are the files that
    could not be read whole.
    """

    city: City | None
    displays: Mapping[str, Display]
    slides: Mapping[str, Slide]
    playlists: Mapping[str, Playlist]
    campaigns: Mapping[str, Campaign]
    alerts: Mapping[str, Alert]
    place: Callable[[str, str], str]
    unread: frozenset[str]

    @property
    def all_displays(self) -> bool:
        """Whether every file of displays could be read whole."""
        return not any(name == DISPLAYS or name.startswith("displays/") for name in self.unread)


def faults(read: Read, files: Mapping[str, bytes]) -> Iterator[Finding]:
    """Every fault of parts that do not fit together."""
    yield from _references(read)
    yield from _missing_files(read, files)
    yield from _taken_ids(read)
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
        where = read.place("playlists", playlist.id)
        named = (name for name in playlist.slides if name not in written)
        yield from _unknown(f"{where}.slides", "slide", named, read.slides)
    for campaign in read.campaigns.values():
        where = read.place("campaigns", campaign.id)
        if "playlists.yaml" not in read.unread:
            yield from _unknown(f"{where}.playlist", "playlist", (campaign.playlist,), read.playlists)
        yield from _unknown_displays(f"{where}.displays", campaign.displays, read)
    for alert_id, alert in read.alerts.items():
        yield from _unknown_displays(f"{ALERTS}{alert_id}.yaml:$.displays", alert.displays, read)
    for number, minimum in enumerate(read.city.minimum_airtime if read.city else ()):
        yield from _unknown_displays(f"city.yaml:$.minimum_airtime[{number}].displays", minimum.displays, read)
    yield from _unknown_tags(read)


def _unknown_tags(read: Read) -> Iterator[Finding]:
    """Rules of review for tags that no display has: nobody would notice that they ask for nothing."""
    for number, rule in enumerate(read.city.review if read.city and read.all_displays else ()):
        known = {tag for display in read.displays.values() for tag in display.tags}
        for tag in (tag for tag in rule.tags if tag not in known):
            message = said(
                "found {tag!r}, which no display has, expected one of {known}",
                tag=tag,
                known=", ".join(sorted(known)[:_LISTED]) or "none",
            )
            yield Finding(code="reference", where=f"city.yaml:$.review[{number}].tags", message=message)


def _unknown_displays(where: str, wanted: Any, read: Read) -> Iterator[Finding]:
    if isinstance(wanted, tuple) and read.all_displays:
        yield from _unknown(where, "display", wanted, read.displays)


def _unknown(where: str, noun: str, named: Iterable[str], known: Collection[str]) -> Iterator[Finding]:
    """The `named` things of which there are none among the `known`, each once."""
    expected = ""
    for name in dict.fromkeys(named):
        if name not in known:
            expected = expected or _one_of(noun, known)
            yield Finding(
                code="reference",
                where=where,
                message=said("found the {noun} {name!r}, expected {expected}", noun=noun, name=name, expected=expected),
            )


def _one_of(noun: str, known: Collection[str]) -> str:
    """What may be named instead: each that there is, and of many only how many."""
    if not known:
        return said("a {noun} that the pack has; it has none", noun=noun)
    return (
        said("one of the {known:,} {noun}s", known=len(known), noun=noun)
        if len(known) > _LISTED
        else said("one of {known}", known=", ".join(sorted(known)))
    )


def _taken_ids(read: Read) -> Iterator[Finding]:
    """Alerts that are called as something else is: an alert is a slide, a playlist and a campaign at once."""
    for alert_id in read.alerts:
        if alert_id in read.slides or alert_id in read.playlists or alert_id in read.campaigns:
            message = said("is called {id!r} as something else of the pack is, expected an id of its own", id=alert_id)
            yield Finding(code="duplicate", where=f"{ALERTS}{alert_id}.yaml", message=message)


def _missing_files(read: Read, files: Mapping[str, bytes]) -> Iterator[Finding]:
    for slide_id, slide in read.slides.items():
        for path in slide.files():
            where = f"slides/{slide_id}.yaml"
            if (fault := _path_fault(path)) is not None:
                yield Finding(
                    code="path", where=where, message=said("names the file {path!r}, {fault}", path=path, fault=fault)
                )
            elif path not in files:
                message = said("names the file {path!r}, which is not in the pack; expected it there", path=path)
                yield Finding(code="file", where=where, message=message)


def _path_fault(path: str) -> str | None:
    """What is wrong with the path of a file in a pack, if anything is."""
    parts = path.split("/")
    if path.startswith("/") or "\\" in path or ":" in parts[0] or any(part in ("", ".", "..") for part in parts):
        return "expected a path inside the pack as data/cheltuieli.csv"
    return None


def _languages(read: Read, city: City) -> Iterator[Finding]:
    faults = {languages: list(_unspoken(city, languages)) for languages in {each.languages for each in _all(read)}}
    yield from (_finding("city.yaml:$.languages", fault) for fault in _unspoken(city, city.languages))
    for display in _all(read) if any(faults.values()) else ():
        where = f"{read.place('displays', display.id)}.languages" if faults[display.languages] else ""
        yield from (_finding(where, fault) for fault in faults[display.languages])


def _unspoken(city: City, languages: tuple[Lang, ...]) -> Iterator[str]:
    """What is wrong with a list of languages."""
    for lang, count in Counter(languages).items():
        if lang not in city.languages:
            yield said(
                "found {lang!r}, expected languages of the city: {languages}",
                lang=lang,
                languages=", ".join(city.languages),
            )
        elif count > 1:
            yield said("found {lang!r} twice, expected it once", lang=lang)


def _finding(where: str, message: str) -> Finding:
    return Finding(code="language", where=where, message=message)


def _all(read: Read) -> Iterable[Display]:
    return read.displays.values()


def _zones(read: Read) -> Iterator[Finding]:
    named = {each.timezone for each in _all(read)}
    unknown = {name for name in named if name is not None and not time_zones.known(name)}
    for display in _all(read) if unknown else ():
        if display.timezone in unknown:
            where = f"{read.place('displays', display.id)}.timezone"
            message = said(
                "found time zone {timezone!r}, expected an IANA name as Europe/Bucharest", timezone=display.timezone
            )
            yield Finding(code="value", where=where, message=message)


def _kinds(city: City) -> Iterator[Finding]:
    """Minimums of airtime, and rules of review, for what is no kind of slide."""
    lists = {f"minimum_airtime[{number}]": each.kinds for number, each in enumerate(city.minimum_airtime)}
    rules = {f"review[{number}]": each.kinds for number, each in enumerate(city.review)}
    for place, kinds in (lists | rules).items():
        for kind in kinds:
            if kind not in AUTHORED:
                message = said(
                    "found {kind!r}, expected one of {authored}", kind=kind, authored=", ".join(sorted(AUTHORED))
                )
                yield Finding(code="value", where=f"city.yaml:$.{place}.kinds", message=message)


def _minimums(read: Read, city: City) -> Iterator[Finding]:
    binding = Binding({number: each.displays for number, each in enumerate(city.minimum_airtime)})
    faults: dict[tuple[int, ...], tuple[str, str] | None] = {}
    for display in _all(read) if city.minimum_airtime else ():
        bound = binding.of(display)
        if bound not in faults:
            faults[bound] = _too_much(city.minimums(display))
        if fault := faults[bound]:
            asked, whole = fault
            message = said(
                "asks for {asked} on {id}, {whole} of the airtime, expected at most 1",
                asked=asked,
                id=display.id,
                whole=whole,
            )
            yield Finding(code="airtime", where="city.yaml:$.minimum_airtime", message=message, display=display.id)


def _too_much(asked: Mapping[str, float]) -> tuple[str, str] | None:
    """What minimums ask for, and how much it is together, when that is more than there is."""
    if (whole := sum(asked.values())) <= 1:
        return None
    return " and ".join(f"{kind} {part:g}" for kind, part in asked.items()), f"{whole:g}"


def _incomplete(read: Read, city: City) -> Iterator[Finding]:
    slides = [(f"slides/{slide_id}.yaml", slide) for slide_id, slide in read.slides.items()]
    slides += [(f"{ALERTS}{alert_id}.yaml", alert) for alert_id, alert in read.alerts.items()]
    for where, phase, shown in ((where, *each) for where, slide in slides for each in slide.phases().items()):
        texts = list(shown.texts())
        if not any(all(city.say(text, lang) is not None for text in texts) for lang in city.languages):
            subject = said("the {phase} is", phase=phase) if phase else "is"
            message = said(
                "{subject} complete in no language, expected all its texts in at least one of {languages}",
                subject=subject,
                languages=", ".join(city.languages),
            )
            yield Finding(code="language", where=where, message=message)
