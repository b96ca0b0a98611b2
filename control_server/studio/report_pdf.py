"""A report as a document for the archive: a tagged PDF (PDF/UA-1, ISO 14289-1) that Typst writes.

Decides the words of the document and how figures are written in it. Leaves out what is counted (`report`). Texts reach
Typst as data, so that none of them is taken for markup.
"""

import json
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import fontpkg_inter
import msgspec
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal, format_percent

from content.findings import refused
from content.phrases import said
from control_server.http.airtime_report import GONE, NEUTRAL, AirtimeReport, Range, ReportNames, Share
from control_server.studio import catalogue
from control_server.studio.screen_page import kind_name

_TEMPLATE = Path(__file__).parent / "report.typ"
_SLIDES = 200
"""Rows of slides, the longest on the glass first."""


class ReportText(msgspec.Struct, frozen=True, kw_only=True):
    """What a document says, ready to be drawn."""

    title: str
    heading: str
    city: str
    lang: str
    made: str
    at: dict[str, int]
    span: str
    sum: str
    sections: list[dict[str, Any]]
    how: dict[str, Any]
    head: str


def data(  # noqa: PLR0913  what stands on the first page
    span: Range, counted: AirtimeReport, names: ReportNames, *, city: str, made: datetime, head: str, lang: str
) -> ReportText:
    """The document in that language; `made` is when its plays were counted, on the city's clock, `head` the newest hash
    of the audit."""
    _ = catalogue.translations(lang).gettext
    between = f"{_date(span.first, lang)} – {_date(span.last, lang)}"
    heading = _("What the screens have shown")
    columns = [_("plays"), _("hours"), _("share")]
    sections = [
        _section(_("By topic"), [_("topic"), *columns], counted.topics, lambda key: _topic(key, lang), lang),
        _section(
            _("By screen"), [_("screen"), *columns], counted.displays, lambda key: names.displays.get(key, key), lang
        ),
        _section(_("By language"), [_("language"), *columns], counted.languages, str, lang),
        _section(
            _("By slide"),
            [_("slide"), *columns],
            counted.slides[:_SLIDES],
            lambda key: f"{names.slides[key]} ({key})" if key in names.slides else key,
            lang,
        ),
    ]
    return ReportText(
        title=f"{heading}, {city}, {between}",
        heading=heading,
        city=city,
        lang=lang,
        made=_("made on %(when)s") % {"when": format_datetime(made, "d MMMM y, HH:mm", locale=lang)},
        at={each: getattr(made, each) for each in ("year", "month", "day", "hour", "minute", "second")},
        span=between,
        sum=_("%(plays)s plays, %(hours)s hours on the glass")
        % {"plays": format_decimal(counted.plays, locale=lang), "hours": _hours(counted.seconds, lang)},
        sections=[section for section in sections if section["rows"]],
        how={
            "title": _("How it was counted"),
            "sentences": [
                _("A play is a picture that a screen had on its glass, from when it was complete there until it left."),
                _("Screens tell their plays themselves; what a screen has not told is not counted."),
                _("A play counts on the day it began, by the city's clock. Topics are those that slides have today."),
            ],
            "head": _("Newest mark of the history of who did what:"),
        },
        head=head,
    )


def drawn(text: ReportText) -> bytes:
    """The PDF, of the same text the same bytes. Raises RefusedError (`render`)."""
    import typst  # noqa: PLC0415  the server draws documents seldom

    inputs = {"data": json.dumps(msgspec.to_builtins(text))}
    try:
        pdf = typst.compile(
            _TEMPLATE,
            format="pdf",
            pdf_standards=["ua-1"],
            sys_inputs=inputs,
            font_paths=[fontpkg_inter.ROOT / "files"],
            ignore_system_fonts=True,
        )
    except typst.TypstError as error:
        raise refused("render", "the report", said("cannot be written: {error}", error=error)) from error
    assert isinstance(pdf, bytes)
    return pdf


def _section(
    title: str, head: list[str], shares: Sequence[Share], name: Callable[[str], str], lang: str
) -> dict[str, Any]:
    rows = [
        [
            name(share.key),
            format_decimal(share.plays, locale=lang),
            _hours(share.seconds, lang),
            format_percent(share.part, "0.0 %", locale=lang),
        ]
        for share in shares
    ]
    return {"title": title, "head": head, "rows": rows}


def _topic(key: str, lang: str) -> str:
    _ = catalogue.translations(lang).gettext
    other = {NEUTRAL: _("neutral card"), GONE: _("slides that are no more")}
    return other.get(key) or kind_name(key, lang) or key


def _hours(seconds: float, lang: str) -> str:
    return str(format_decimal(round(seconds / 3600, 1), locale=lang))


def _date(day: date, lang: str) -> str:
    return str(format_date(day, "d MMMM y", locale=lang))
