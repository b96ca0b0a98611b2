"""The gate: what is wrong with a pack that reads well, and so may not, or had better not, be published.

`check` looks at what is authored, `foresee` at what will play of it, `examine` at composed pages, `fits` draws every
page that some display would show; `complete` does all of it.
Leaves out what cannot be read at all (`pack`), who draws (the caller: here or in worker processes), and whether links
lead somewhere, which needs a network. Times are judged at `now`.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

import msgspec

from content.checks.coming import coming
from content.checks.registry import AHEAD_RULES, CASE_RULES, PAGE_RULES, Rule
from content.checks.subject import Case, Fault, shown
from content.checks.written import figures, looks
from content.findings import Finding, RefusedError
from content.pack.model import Pack
from content.publication.edition import PlannedFrame
from content.publication.planner import CharacterCounter
from content.slides.compose import characters, compose, compose_neutral
from content.slides.drawing import draw as draw_job
from content.slides.job import Format, Job


def check(pack: Pack, now: datetime, reading: CharacterCounter | None = None) -> list[Finding]:
    """Every finding that needs no page, errors first. `reading` counts characters, by default `slides.characters`."""
    case = Case(pack, now, reading or characters)
    found = [_finding(code, rule, fault) for code, rule in CASE_RULES.items() for fault in rule.find(case)]
    return _sorted(merged([*figures.unreadable(case), *found]))


def foresee(pack: Pack, now: datetime, reading: CharacterCounter | None = None) -> list[Finding]:
    """Warnings about the plan of the next 30 days, before they come true. `reading` as for `check`."""
    looked = coming.looked(Case(pack, now, reading or characters))
    return merged(_finding(code, rule, fault) for code, rule in AHEAD_RULES.items() for fault in rule.find(looked))


def _finding(code: str, rule: Rule, fault: Fault) -> Finding:
    return Finding(code=code, level=rule.level, **fault._asdict())


def _sorted(found: Iterable[Finding]) -> list[Finding]:
    return sorted(found, key=lambda finding: finding.level)


Memory = dict[tuple[str, str | None, str, str], tuple[Job, list[Finding]]]
"""Display, slide, language, theme → the job last examined there, and its findings: an edit examines what it changed."""


def pages(pack: Pack) -> tuple[list[PlannedFrame], list[Finding]]:
    """Every page the pack's displays would show, the other themes of a display that is touched too, and what kept
    others from being composed.
    """
    found: list[PlannedFrame] = []
    faults: list[Finding] = []
    for display in pack.displays.values():
        own = Format.of(display)
        neutral = compose_neutral(pack.city, display.languages[0], own)
        found.append(PlannedFrame(display.id, None, display.languages[0], neutral))
        for slide, lang in shown(pack, display):
            try:
                for fmt in (own, *Format.alternatives(display)):
                    found.append(PlannedFrame(display.id, slide, lang, compose(pack, slide, lang, fmt)))
            except RefusedError as error:
                faults += _about(error.findings, display.id, lang)
    return found, faults


def examine(pack: Pack, found: Iterable[PlannedFrame], memory: Memory | None = None) -> list[Finding]:
    """Findings of composed pages, errors first. With a memory, pages whose job is the very same are not looked at."""
    before: Memory = dict(memory or {})
    now: Memory = {}
    for page in found:
        key = (page.display, page.slide, page.lang, page.job.format.theme)
        known = before.get(key)
        if known is None or known[0] is not page.job:
            said = [_finding(code, rule, fault) for code, rule in PAGE_RULES.items() for fault in rule.find(pack, page)]
            known = (page.job, said)
        now[key] = known
    if memory is not None:
        memory.clear()
        memory.update(now)
    return _sorted(merged(finding for _, said in now.values() for finding in said))


def fits(pack: Pack, draw: Callable[[Job], object] = draw_job) -> list[Finding]:
    """Findings of composing and drawing every page."""
    found, faults = pages(pack)
    return merged([*faults, *drawn(found, draw)])


def complete(pack: Pack, now: datetime, draw: Callable[[Job], object] = draw_job) -> list[Finding]:
    """Everything that is wrong with a pack, errors first: what is authored, its pages, whether each can be drawn."""
    found, faults = pages(pack)
    said = [*check(pack, now), *foresee(pack, now), *faults, *examine(pack, found), *drawn(found, draw)]
    return _sorted(merged(said))


def drawn(found: Iterable[PlannedFrame], draw: Callable[[Job], object]) -> list[Finding]:
    """Findings of drawing pages; equal ones are drawn once. `draw` raises RefusedError."""
    faults: list[Finding] = []
    known: dict[str, tuple[Finding, ...]] = {}
    for page in found:
        key = page.job.key()
        if key not in known:
            try:
                known[key] = tuple(looks.not_large(page.job, draw(page.job)))
            except RefusedError as error:
                known[key] = error.findings
        faults += _about(known[key], page.display, page.lang)
    return merged(faults)


def _about(findings: Iterable[Finding], display: str, lang: str) -> list[Finding]:
    return [msgspec.structs.replace(finding, display=display, lang=lang) for finding in findings]


def merged(faults: Iterable[Finding]) -> list[Finding]:
    """One fault seen on several displays or in several languages is one finding that names neither."""
    groups: dict[tuple[str, str, str, str], list[Finding]] = {}
    for fault in faults:
        groups.setdefault((fault.level, fault.code, fault.where, fault.message), []).append(fault)
    found = []
    for same in groups.values():
        displays, langs = {fault.display for fault in same}, {fault.lang for fault in same}
        found.append(
            msgspec.structs.replace(
                same[0],
                display=same[0].display if len(displays) == 1 else None,
                lang=same[0].lang if len(langs) == 1 else None,
            )
        )
    return found
