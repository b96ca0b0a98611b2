"""What is said of a slide while it is typed: findings at their fields, dates in words, languages, and measures.

Decides what is said at which field, and what is measured of a frame. Findings are the gate's, of this slide alone on
the displays that show it. Leaves out the sentences (`finding_words`) and drawing (`previews`).
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

import msgspec

from content import legal
from content.checks import frames, gate
from content.checks.written import looks
from content.findings import Finding, RefusedError
from content.pack.model import Display, Pack
from content.publication import planner
from content.slides.compose import characters, compose
from content.slides.job import Format, Job
from control_server.studio import finding_words, moments, slide_drafts, slide_form, slide_shape
from control_server.studio.catalogue import N_, translations
from control_server.studio.finding_words import decimal
from control_server.studio.slide_drafts import Draft
from control_server.studio.slide_form import Field, Typed


class FieldFinding(msgspec.Struct, frozen=True, kw_only=True):
    """A finding in words at its field; of the whole slide where `field` is empty. A button puts `mend` there.

    `level` is as of the gate, or `lacking` of what is still to be written.
    """

    field: str
    level: str
    text: str
    code: str
    mend: str | None = None
    label: str | None = None


class LanguageState(msgspec.Struct, frozen=True, kw_only=True):
    """How many of the texts there are in a language, of how many that the slide has; and in words."""

    there: int
    of: int
    text: str


class FrameMeasure(msgspec.Struct, frozen=True, kw_only=True):
    """A figure of the frame and its limit, in words."""

    name: str
    value: str
    limit: str
    well: bool


class SlideCheck(msgspec.Struct, frozen=True, kw_only=True):
    """All that is said of what is typed. `days` are moments in words by field, `law` says to when its periods go.

    `summary` says how many findings there are; it is empty when there are none.
    """

    findings: tuple[FieldFinding, ...]
    summary: str
    days: dict[str, str]
    languages: dict[str, LanguageState]
    measures: tuple[FrameMeasure, ...] = ()
    law: tuple[str, ...] = ()


# --- findings --------------------------------------------------------------------------------------------------------


def findings(pack: Pack, slide_id: str, now: datetime) -> list[Finding]:
    """What the gate says of the slide on the displays that show it; each finding once for several displays."""
    own = slide_drafts.alone(pack, slide_id)
    names = planner.phases(own, slide_id)
    composed, faults = frames.of_slides(own, names)
    whole = [*gate.check(own, now), *faults, *gate.examine(own, composed)]
    file = f"slides/{slide_id}.yaml"
    unique = {(each.code, each.where, each.message): each for each in whole if each.where.partition(":")[0] == file}
    return list(unique.values())


def at_fields(those: Iterable[Finding], fields: Sequence[Field], lang: str) -> Iterator[FieldFinding]:
    """The findings in words, errors first, each at the field in which it is mended; of several like it the worst."""
    by_name = {field.name: field for field in fields}
    first_of = {field.place.path: field.name for field in reversed(fields)}
    told = set()
    for finding in sorted(those, key=_worst_first):
        name = _field_of(finding, by_name.keys(), first_of)
        if (finding_words.key(finding), name) in told:
            continue
        told.add((finding_words.key(finding), name))
        now = by_name[name].value if name else ""
        mend = finding_words.mend(finding, now, lang) if name else None
        yield FieldFinding(
            field=name,
            level="lacking" if finding.values.get("form") == "empty" else finding.level,
            text=finding_words.told(finding, lang),
            code=finding.code,
            mend=mend.value if mend else None,
            label=mend.label if mend else None,
        )


def _worst_first(finding: Finding) -> tuple[str, float]:
    over = finding.values.get("over")
    return finding.level, -float(over) if isinstance(over, int | float) else 0.0


_AT = {"too-long": "body", "alt": "alt", "coarse": "image", "flat": "image", "qr-fine": "url", "fit": ""}
"""Where findings of a whole slide are mended: the end of the name of a field."""


def _field_of(finding: Finding, names: Iterable[str], first_of: dict[str, str]) -> str:
    """The name of the field; empty for the whole slide."""
    known = set(names)
    path = finding.where.partition(":")[2].removeprefix("$.")
    for name in (path, f"{path}.{finding.lang}", first_of.get(path, "")):
        if name in known:
            return name
    end = _AT.get(finding.code)
    if end:
        lang = f".{finding.lang}" if finding.lang else ""
        for name in (f"{end}{lang}", first_of.get(end, ""), *(n for n in sorted(known) if n.endswith(f".{end}"))):
            if name in known:
                return name
    return ""


# --- dates, languages ------------------------------------------------------------------------------------------------


def days(fields: Sequence[Field], lang: str) -> dict[str, str]:
    """Each moment of the file in words, with its weekday."""
    return {
        field.name: moments.told(str(field.place.value), lang, weekday=True)
        for field in fields
        if field.holds == "moment" and field.value
    }


def languages(fields: Sequence[Field], lang: str) -> dict[str, LanguageState]:
    """How complete the slide is in each language. A text counts when it is there in any, or must be."""
    texts: dict[str, dict[str, str]] = {}
    for field in fields:
        if field.holds == "text" and not field.words.stays:
            texts.setdefault(field.place.path, {})[field.lang] = field.value
    needed = {field.place.path for field in fields if field.holds == "text" and field.place.needed}
    counted = [each for path, each in texts.items() if path in needed or any(each.values())]
    gettext = translations(lang).gettext
    states = {}
    for each in dict.fromkeys(field.lang for field in fields if field.lang):
        there = sum(bool(text.get(each)) for text in counted)
        words = gettext(N_("%(there)s of %(of)s")) % {"there": there, "of": len(counted)}
        states[each] = LanguageState(there=there, of=len(counted), text=words)
    return states


def law(pack: Pack, slide_id: str, lang: str) -> Iterator[str]:
    """To when the periods of the law count that the slide names, from the day it opens."""
    period = pack.slides[slide_id].official_period()
    if period and period.opens:
        for sentence in legal.explained(period.legal_basis, period.opens, pack.city.zone, lang):
            yield sentence[:1].upper() + sentence[1:] + "."


# --- measures --------------------------------------------------------------------------------------------------------


class Look(NamedTuple):
    """What is looked at: a slide on a display in one of its languages, in a theme."""

    display: Display
    lang: str
    fmt: Format


def measures(pack: Pack, slide_id: str, look: Look, lang: str) -> Iterator[FrameMeasure]:
    """What is measured of the frame without drawing it. Raises RefusedError when it cannot be composed."""
    job = compose(pack, slide_id, look.lang, look.fmt)
    gettext, ngettext = translations(lang).gettext, translations(lang).ngettext
    count = characters(pack, slide_id, look.lang)
    audience = look.display.audience
    takes = 2 + -(-count // planner.CHARACTERS_PER_SECOND[audience])
    stays = planner.seconds(count, audience, qr=pack.slides[slide_id].address() is not None)
    yield FrameMeasure(
        name="read",
        value=gettext(N_("Read in %(time)s s")) % {"time": takes},
        limit=ngettext("stays for one second", "stays for %(num)s seconds", stays) % {"num": stays},
        well=takes <= stays,
    )
    ratio = _contrast(job)
    yield FrameMeasure(
        name="contrast",
        value=gettext(N_("Contrast %(ratio)s : 1")) % {"ratio": decimal(ratio, lang)},
        limit=gettext(N_("at least %(least)s : 1")) % {"least": decimal(looks.TEXT, lang)},
        well=ratio >= looks.TEXT,
    )
    if panel := job.data.panel:
        side = panel.qr.count * panel.qr.module / look.fmt.pixels_per_mm / 10
        yield FrameMeasure(
            name="code",
            value=gettext(N_("Code of %(side)s cm")) % {"side": decimal(side, lang)},
            limit=gettext(N_("scanned from %(metres)s m")) % {"metres": decimal(look.fmt.viewing_distance_m, lang)},
            well=side * 100 >= look.fmt.viewing_distance_m * 1000 - 1,
        )


def _contrast(job: Job) -> float:
    colours: dict[str, str] = msgspec.to_builtins(job.data.frame.colors)
    return looks.ratio(looks.luminance(colours["ink"]), looks.luminance(colours["ground"]))


# --- all of it -------------------------------------------------------------------------------------------------------


class Reader(NamedTuple):
    """For whom it is said: in which language of the studio, and when."""

    lang: str
    now: datetime


def checked(draft: Draft, pack: Pack | RefusedError, typed: Typed, look: Look | None, reader: Reader) -> SlideCheck:
    """All of it, of what was typed into the form of this draft. `pack` is why there is none, if there is none."""
    lang = reader.lang
    values = slide_shape.read(typed.body, draft.path)
    fields = slide_form.fields(values, draft.city.languages, lang)
    if isinstance(pack, RefusedError):
        flawed = {flaw.where for flaw in typed.flaws}
        lacking = [each for each in slide_form.lacking(values, draft.path) if each.where not in flawed]
        those = tuple(at_fields([*typed.flaws, *(lacking or pack.findings)], fields, lang))
        return SlideCheck(
            findings=those,
            summary=_summary(those, lang),
            days=days(fields, lang),
            languages=languages(fields, lang),
        )
    try:
        measured = tuple(measures(pack, draft.id, look, lang)) if look else ()
    except RefusedError:
        measured = ()  # the findings say why
    those = tuple(at_fields([*typed.flaws, *findings(pack, draft.id, reader.now)], fields, lang))
    return SlideCheck(
        findings=those,
        summary=_summary(those, lang),
        days=days(fields, lang),
        languages=languages(fields, lang),
        measures=measured,
        law=tuple(law(pack, draft.id, lang)),
    )


def _summary(those: tuple[FieldFinding, ...], lang: str) -> str:
    count = sum(each.level != "lacking" for each in those)
    ngettext = translations(lang).ngettext
    return ngettext("one observation", "%(num)s observations", count) % {"num": count} if count else ""
