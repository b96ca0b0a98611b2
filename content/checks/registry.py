"""Every rule of the gate: its code, its level and why it is one.

An error blocks publication everywhere, a warning only shows. The rules themselves are in `written` (what people wrote,
and the frames composed of it) and `coming` (what will play).
"""

from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

from content.checks.coming import clocks, dark, endings, masked, minimums, never_shown, overlaps, periods, starved
from content.checks.subject import Fault
from content.checks.written import dates, figures, languages, looks, readability, texts, unlisted

Level = Literal["error", "warning"]


class Rule(NamedTuple):
    """`find` looks at the whole pack, or at one page; `why` is the source or the reason."""

    level: Level
    find: Callable[..., Iterator[Fault]]
    why: str


SUBJECT_RULES: dict[str, Rule] = {
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
    "unused": Rule("warning", unlisted.unshown, "nobody sees it"),
    "question": Rule("error", unlisted.unanswered, "nothing untrue without a question"),
    "draft": Rule("warning", unlisted.waiting, "an import waits for a person"),
    "idle": Rule("warning", unlisted.idle, "only the neutral card shows"),
    "twin": Rule("warning", unlisted.twins, "the same slide twice"),
    "repeated": Rule("warning", unlisted.repeated, "airtime is a campaign's share"),
}
"""Code → rule about what is authored."""


COMING_RULES: dict[str, Rule] = {
    "dark": Rule("warning", dark.dark, "a screen with nothing to say is a complaint to the mayor"),
    "masked": Rule("warning", masked.masked, "only the highest priority plays"),
    "never-shown": Rule("warning", never_shown.never_shown, "somebody made it to be seen"),
    "airtime": Rule("warning", minimums.short_of_airtime, "`minimum_airtime` of the city"),
    "period": Rule("warning", periods.short_period, "law 52/2003 art. 7, law 273/2006 art. 39"),
    "starved": Rule("warning", starved.starved, "languages take turns"),
    "slipped": Rule("warning", overlaps.slipped, "equal priorities mix"),
    "ends-within": Rule("warning", endings.ends_within, "the rest of the daypart has nothing to show"),
    "clocks-change": Rule("warning", clocks.clocks_change, "RFC 5545 §3.3.5"),
}
"""Code → rule about the plan of the next 30 days."""


FRAME_RULES: dict[str, Rule] = {
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
