"""How many other people a change takes: what it touches, held against the rules of the city.

Decides that the rules are those that are published, not those that the change would make, and what a change touches:
the slides it edits, those whose data it edits and those whose frames would be others, and every display that would be
told something else or gets other tags. A change of the rules themselves touches all that they are about, and so does
one of the feeds, whose figures nobody looks at again: else one person could make what takes two take none.
"""

from collections.abc import Iterator

from content.pack.alert import ALERTS
from content.pack.model import Pack
from content.pack.review import Asked, asked
from control_server.changes.effect import ChangeEffect
from control_server.publishing.candidate import Candidate
from control_server.storage.changes import Files

ALERT_APPROVALS = 1


def approvals(candidate: Candidate, files: Files, effect: ChangeEffect) -> Asked:
    """What the published rules ask of a change. Before there are any, one other person.

    An alert takes one other person whatever the rules, and its end nobody: it only reduces.
    """
    puts_up = any(path.startswith(ALERTS) and body is not None for path, body in files.items())
    if all(path.startswith(ALERTS) for path in files):
        return Asked(ALERT_APPROVALS if puts_up else 0)
    packs = [pack for pack in (candidate.base.pack, candidate.pack) if pack is not None]
    rules = candidate.base.pack.city.review if candidate.base.pack else ()
    slides = {slide for path in files for pack in packs for slide in _of(pack, path)}
    slides |= {frame.slide.partition(".")[0] for frame in effect.frames}
    kinds: set[str | None] = {_kind(pack, slide) for slide in slides for pack in packs if slide in pack.slides}
    if any(not any(True for pack in packs for _ in _of(pack, path)) for path in files):
        kinds.add(None)
    displays = {*effect.displays, *_retagged(candidate)}
    tags = {tag for pack in packs for each in displays if each in pack.displays for tag in pack.displays[each].tags}
    if candidate.base.pack and _governs(candidate.base.pack, candidate.pack):
        kinds |= {None, *(kind for rule in rules for kind in rule.kinds)}
        tags |= {tag for rule in rules for tag in rule.tags}
    takes = asked(rules, kinds, tags)
    return takes._replace(approvals=max(takes.approvals, ALERT_APPROVALS if puts_up else 0))


def _governs(before: Pack, after: Pack) -> bool:
    """Whether it decides what later reaches displays without anybody looking: by other rules, or other feeds."""
    return (before.city.review, before.sources.feeds) != (after.city.review, after.sources.feeds)


def _of(pack: Pack, path: str) -> Iterator[str]:
    """The slides whose file it is, or that need it."""
    if path.startswith("slides/"):
        yield path.removeprefix("slides/").removesuffix(".yaml")
        return
    yield from (name for name, slide in pack.slides.items() if path in slide.files())


def _kind(pack: Pack, slide: str) -> str:
    return str(pack.slides[slide].kind)


def _retagged(candidate: Candidate) -> Iterator[str]:
    """The displays that are in a rule by their tags before, and not after, or the other way round."""
    before, after = candidate.base.pack.displays if candidate.base.pack else {}, candidate.pack.displays
    for display in before.keys() | after.keys():
        if (before[display].tags if display in before else ()) != (after[display].tags if display in after else ()):
            yield display
