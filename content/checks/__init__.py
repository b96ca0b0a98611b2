"""The gate: what is wrong with a pack that reads well, and so may not, or had better not, be published.

Decides which rules there are, and the code and level of each: errors block publication everywhere, warnings show.
`check` looks at what is authored, `foresee` at what will play of it, `examine` at composed pages, `fits` draws every
page that some display would show; `complete` does all of it.
Leaves out what cannot be read at all (`pack`), who draws (the caller: here or in worker processes), and whether links
lead somewhere, which needs a network. Times are judged at `now`.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Literal, NamedTuple

import msgspec

from content import slides
from content.checks import (
    ahead,
    clocks,
    dates,
    endings,
    figures,
    languages,
    looks,
    minimums,
    overlaps,
    periods,
    readability,
    texts,
    unseen,
    unused,
)
from content.checks.case import Case, Fault, Page, shown
from content.findings import Finding, RefusedError
from content.model import Pack
from content.plan import Reading
from content.slides import Format, Job

__all__ = [
    "AHEAD_RULES",
    "CASE_RULES",
    "PAGE_RULES",
    "Memory",
    "Page",
    "Rule",
    "check",
    "complete",
    "examine",
    "fits",
    "foresee",
    "pages",
]

Level = Literal["error", "warning"]


class Rule(NamedTuple):
    """`find` looks at the whole pack, or at one page; `why` is the source or the reason."""

    level: Level
    find: Callable[..., Iterator[Fault]]
    why: str


CASE_RULES: dict[str, Rule] = {
    "cedilla": Rule("error", texts.cedillas, "Romanian is written with comma below (SR 13411, Unicode 3.0)"),
    "dates": Rule("error", dates.never, "it would never show"),
    "future": Rule("error", dates.future, "data is not of a day to come"),
    "as-of": Rule("error", dates.undated, "every figure says of when it is"),
    "source": Rule("error", figures.sources, "every figure says where to look"),
    "licence": Rule("error", figures.licences, "every figure says under which terms"),
    "too-long": Rule("error", texts.too_long, "12 characters a second in passing, 15 waiting, 20 s a slide"),
    "stage": Rule("error", texts.stages, "a draft is not a voted budget (law 273/2006 art. 39)"),
    "short-address": Rule("error", looks.short_address, "people without a telephone that reads codes type it"),
    "telephone": Rule("error", looks.telephone, "the way without the internet"),
    "alt": Rule("error", looks.no_words, "WCAG 2.2 §1.1.1"),
    "long-text": Rule("warning", texts.long_text, "90 characters in passing, 200 in all waiting"),
    "topic": Rule("warning", texts.topic, "the headline is the finding, not the topic"),
    "colour-only": Rule("warning", texts.colour_only, "WCAG 2.2 §1.4.1, §1.3.3"),
    "long-word": Rule("warning", readability.long_words, "plain language"),
    "long-sentence": Rule("warning", readability.long_sentences, "plain language"),
    "difficult": Rule("warning", readability.difficult, "LIX, Björnsson 1968"),
    "expiry": Rule("warning", dates.endless, "nobody takes it down by hand"),
    "over": Rule("warning", dates.over, "nothing shows any more"),
    "legal": Rule("warning", dates.by_law, "law 52/2003 art. 7, law 273/2006 art. 39, Civil Code art. 2553"),
    "stale": Rule("warning", dates.stale, "figures past their own limit left the screens"),
    "soon-stale": Rule("warning", dates.soon_stale, "figures leave the screens within 7 days"),
    "language-missing": Rule("warning", languages.missing, "a display shows the languages it names"),
    "language-empty": Rule("warning", languages.empty, "a display shows the languages it names"),
    "short-host": Rule("warning", looks.short_host, "code and address lead to one place"),
    "unused": Rule("warning", unused.unshown, "nobody sees it"),
    "draft": Rule("warning", unused.waiting, "an import waits for a person"),
    "idle": Rule("warning", unused.idle, "only the neutral card shows"),
    "twin": Rule("warning", unused.twins, "the same slide twice"),
    "repeated": Rule("warning", unused.repeated, "airtime is a campaign's share"),
}
"""Code → rule about what is authored."""

AHEAD_RULES: dict[str, Rule] = {
    "dark": Rule("warning", ahead.dark, "a screen with nothing to say is a complaint to the mayor"),
    "masked": Rule("warning", ahead.masked, "only the highest priority plays"),
    "never-shown": Rule("warning", unseen.never_shown, "somebody made it to be seen"),
    "airtime": Rule("warning", minimums.short_of_airtime, "`minimum_airtime` of the city"),
    "period": Rule("warning", periods.short_period, "law 52/2003 art. 7, law 273/2006 art. 39"),
    "starved": Rule("warning", ahead.starved, "languages take turns"),
    "slipped": Rule("warning", overlaps.slipped, "equal priorities mix"),
    "ends-within": Rule("warning", endings.ends_within, "the rest of the daypart has nothing to show"),
    "clocks-change": Rule("warning", clocks.clocks_change, "RFC 5545 §3.3.5"),
}
"""Code → rule about the plan of the next 30 days."""

PAGE_RULES: dict[str, Rule] = {
    "contrast": Rule("error", looks.contrast, "WCAG 2.2 §1.4.3, §1.4.11"),
    "qr-size": Rule("error", looks.qr_size, "ISO/IEC 18004; a tenth of the distance"),
    "way": Rule("error", looks.other_ways, "EN 301 549: never only by code"),
    "label": Rule("error", looks.labels, "WCAG 2.2 §1.4.1: never colour alone"),
    "stage-named": Rule("error", figures.stage_named, "draft or voted is on the slide"),
    "hundred": Rule("error", figures.hundred, "a sum that sums"),
    "percent": Rule("error", figures.percent_only, "lei beside percent"),
    "long-headline": Rule("warning", texts.long_headline, "60 characters are taken in at a glance"),
    "headline-figure": Rule("warning", figures.headline_figures, "a headline agrees with its figures"),
    "aged": Rule("warning", figures.aged, "the data's own date"),
    "qr-fine": Rule("warning", looks.qr_fine, "three camera pixels a module"),
    "coarse": Rule("warning", looks.coarse, "a picture is not made of squares"),
    "flat": Rule("warning", looks.flat, "WCAG 2.2 §1.4.11, measured on pixels"),
}
"""Code → rule about a composed page."""


def check(pack: Pack, now: datetime, reading: Reading | None = None) -> list[Finding]:
    """Every finding that needs no page, errors first. `reading` counts characters, by default `slides.characters`."""
    case = Case(pack, now, reading or slides.characters)
    found = [_finding(code, rule, fault) for code, rule in CASE_RULES.items() for fault in rule.find(case)]
    return _sorted(merged([*figures.unreadable(case), *found]))


def foresee(pack: Pack, now: datetime, reading: Reading | None = None) -> list[Finding]:
    """Warnings about the plan of the next 30 days, before they come true. `reading` as for `check`."""
    looked = ahead.looked(Case(pack, now, reading or slides.characters))
    return merged(_finding(code, rule, fault) for code, rule in AHEAD_RULES.items() for fault in rule.find(looked))


def _finding(code: str, rule: Rule, fault: Fault) -> Finding:
    return Finding(code=code, level=rule.level, **fault._asdict())


def _sorted(found: Iterable[Finding]) -> list[Finding]:
    return sorted(found, key=lambda finding: finding.level)


# --- pages ---------------------------------------------------------------------------------------------------------

Memory = dict[tuple[str, str | None, str, str], tuple[Job, list[Finding]]]
"""Display, slide, language, theme → the job last examined there, and its findings: an edit examines what it changed."""


def pages(pack: Pack) -> tuple[list[Page], list[Finding]]:
    """Every page the pack's displays would show, the other themes of a display that is touched too, and what kept
    others from being composed.
    """
    found: list[Page] = []
    faults: list[Finding] = []
    for display in pack.displays.values():
        own = Format.of(display)
        neutral = slides.compose_neutral(pack.city, display.languages[0], own)
        found.append(Page(display.id, None, display.languages[0], neutral))
        for slide, lang in shown(pack, display):
            try:
                for fmt in (own, *Format.alternatives(display)):
                    found.append(Page(display.id, slide, lang, slides.compose(pack, slide, lang, fmt)))
            except RefusedError as error:
                faults += _about(error.findings, display.id, lang)
    return found, faults


def examine(pack: Pack, found: Iterable[Page], memory: Memory | None = None) -> list[Finding]:
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


def fits(pack: Pack, draw: Callable[[Job], object] = slides.draw) -> list[Finding]:
    """Findings of composing and drawing every page."""
    found, faults = pages(pack)
    return merged([*faults, *drawn(found, draw)])


def complete(pack: Pack, now: datetime, draw: Callable[[Job], object] = slides.draw) -> list[Finding]:
    """Everything that is wrong with a pack, errors first: what is authored, its pages, whether each can be drawn."""
    found, faults = pages(pack)
    said = [*check(pack, now), *foresee(pack, now), *faults, *examine(pack, found), *drawn(found, draw)]
    return _sorted(merged(said))


def drawn(found: Iterable[Page], draw: Callable[[Job], object]) -> list[Finding]:
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
