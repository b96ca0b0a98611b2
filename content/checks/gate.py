"""The gate: what is wrong with a pack that reads well, and so may not, or had better not, be published.

`check` looks at what is authored, `foresee` at what will play of it, `examine` at composed frames, `fits` draws every
frame that some display would show; `complete` does all of it.
Leaves out what cannot be read at all (`pack`), who draws (the caller: here or in worker processes), and whether links
lead somewhere, which needs a network. Times are judged at `now`.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

import msgspec

from content.checks import frames
from content.checks.coming import coming
from content.checks.frames import ShownFrame
from content.checks.registry import COMING_RULES, FRAME_RULES, SUBJECT_RULES, Rule
from content.checks.subject import Fault, Subject
from content.checks.written import figures, looks
from content.findings import Finding, RefusedError
from content.pack.alert import ALERTS
from content.pack.model import Pack
from content.publication.planner import CharacterCounter
from content.slides.compose import characters
from content.slides.drawing import draw as draw_job
from content.slides.job import Job


def check(pack: Pack, now: datetime, counter: CharacterCounter | None = None) -> list[Finding]:
    """Findings that need no frame, errors first. `counter` counts what is read, by default `slides.characters`.

    Alerts are left out, here and in `foresee`: nobody mends a style or an airtime in an emergency.
    """
    subject = Subject(pack.without_alerts(), now, counter or characters)
    findings = [_finding(code, rule, fault) for code, rule in SUBJECT_RULES.items() for fault in rule.find(subject)]
    return _sorted(merged([*figures.unreadable(subject), *findings]))


def foresee(pack: Pack, now: datetime, counter: CharacterCounter | None = None) -> list[Finding]:
    """Warnings about the plan of the next 30 days, before they come true. `counter` as for `check`."""
    ahead = coming.foreseen(Subject(pack.without_alerts(), now, counter or characters))
    return merged(_finding(code, rule, fault) for code, rule in COMING_RULES.items() for fault in rule.find(ahead))


def _finding(code: str, rule: Rule, fault: Fault) -> Finding:
    return Finding(code=code, level=rule.level, **{**fault._asdict(), "values": dict(fault.values)})


def _sorted(findings: Iterable[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda finding: finding.level)


Memory = dict[tuple[str | None, str | None, str, str], tuple[Job, list[Finding]]]
"""Display, slide, language and the key of the job → the job last examined there, and its findings.

So an edit examines only what it changed. A job that was composed anew is examined again even if it is equal: rules look
at what it was composed from, too.
"""


def planned_frames(pack: Pack) -> tuple[list[ShownFrame], list[Finding]]:
    """As `frames.of_pack`."""
    return frames.of_pack(pack)


def examine(pack: Pack, shown: Iterable[ShownFrame], memory: Memory | None = None) -> list[Finding]:
    """Findings of composed frames, errors first. With a memory, frames whose job is the very same are not looked at.

    Of alerts only errors are told.
    """
    before: Memory = dict(memory or {})
    now: Memory = {}
    for frame in shown:
        key = (frame.display, frame.slide, frame.lang, frame.key or frame.job.key())
        if key not in now:
            known = before.get(key)
            if known is None or known[0] is not frame.job:
                rules = {code: rule for code, rule in FRAME_RULES.items() if rule.level == "error" or not _alert(frame)}
                faults = ((code, rule, fault) for code, rule in rules.items() for fault in rule.find(pack, frame))
                known = (frame.job, [_finding(*each) for each in faults])
            now[key] = known
    if memory is not None:
        memory.clear()
        memory.update(now)
    return _sorted(merged(finding for _, findings in now.values() for finding in findings))


def _alert(frame: ShownFrame) -> bool:
    return frame.job.where.startswith(ALERTS)


def fits(pack: Pack, draw: Callable[[Job], object] = draw_job) -> list[Finding]:
    """Findings of composing and drawing every frame."""
    composed, faults = planned_frames(pack)
    return merged([*faults, *drawn(composed, draw)])


def complete(pack: Pack, now: datetime, draw: Callable[[Job], object] = draw_job) -> list[Finding]:
    """Everything that is wrong with a pack, errors first: what is authored, its frames, whether each can be drawn."""
    composed, faults = planned_frames(pack)
    findings = [*check(pack, now), *foresee(pack, now), *faults, *examine(pack, composed), *drawn(composed, draw)]
    return _sorted(merged(findings))


def of_slides(
    pack: Pack, slides: Iterable[str], now: datetime, draw: Callable[[Job], object] = draw_job
) -> list[Finding]:
    """As `complete`, of these slides on every display, whether it plays them or not; and what `check` says of all."""
    composed, faults = frames.of_slides(pack, slides)
    return merged([*check(pack, now), *faults, *examine(pack, composed), *drawn(composed, draw)])


def drawn(shown: Iterable[ShownFrame], draw: Callable[[Job], object]) -> list[Finding]:
    """Findings of drawing frames; equal ones are drawn once. `draw` raises RefusedError."""
    faults: list[Finding] = []
    known: dict[str, tuple[Finding, ...]] = {}
    for frame in shown:
        key = frame.job.key()
        if key not in known:
            try:
                known[key] = tuple(looks.not_large(frame.job, draw(frame.job)))
            except RefusedError as error:
                known[key] = error.findings
        faults += frames.about(known[key], frame.display, frame.lang)
    return merged(faults)


def merged(findings: Iterable[Finding]) -> list[Finding]:
    """One fault seen on several displays or in several languages is one finding that names neither."""
    groups: dict[tuple[str, str, str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.level, finding.code, finding.where, finding.message), []).append(finding)
    return [_one(same) for same in groups.values()]


def _one(same: list[Finding]) -> Finding:
    displays, langs = {finding.display for finding in same}, {finding.lang for finding in same}
    return msgspec.structs.replace(
        same[0],
        display=same[0].display if len(displays) == 1 else None,
        lang=same[0].lang if len(langs) == 1 else None,
    )
