"""What a press officer can edit of a slide: every such value with its words, the group it stands in, and its limit.

Decides the words of the form, and which values are left to the technical details: those that are not listed here and
are no text. Leaves out how the values are read and written (`slide_form`).
"""

from typing import Literal, NamedTuple

from content.checks.written.texts import HEADLINE
from control_server.studio.catalogue import N_

Group = Literal["texts", "when", "ways", "figures", "picture", "result"]

GROUPS: dict[Group, str] = {
    "texts": N_("What it says"),
    "when": N_("When"),
    "ways": N_("Where people turn to"),
    "picture": N_("Picture"),
    "figures": N_("Where the figures come from"),
    "result": N_("What came of it, shown after it has closed"),
}
"""Group → its heading, in the order of the form."""


class SlideField(NamedTuple):
    """The words of one value: its `label`, and a `hint` under it.

    `most` is the number of characters from which on it is too long to be read, where there is one. `lines` are kept as
    they are typed. `examples` are offered while typing. A name that `stays` may be in the first language only.
    """

    group: Group
    label: str
    hint: str = ""
    most: int | None = None
    lines: bool = False
    examples: tuple[str, ...] = ()
    stays: bool = False


_LAWS = ("Legea 52/2003", "Legea 273/2006, art. 39")
_DAY = N_("As you would write it: 15 decembrie 2026, ora 14. A day without an hour counts to its end.")
_FROM = N_("As you would write it: 15 decembrie 2026, ora 9. Empty: at once.")

FIELDS: dict[str, SlideField] = {
    "title": SlideField("texts", N_("Headline"), most=HEADLINE),
    "ask": SlideField("texts", N_("What you ask"), most=HEADLINE),
    "body": SlideField("texts", N_("Text"), lines=True, most=90),
    "who": SlideField("texts", N_("Who can answer")),
    "takes_minutes": SlideField("texts", N_("Minutes it takes to answer")),
    "unit": SlideField("texts", N_("Unit")),
    "topic": SlideField("texts", N_("Topic")),
    "scope": SlideField("texts", N_("Whose figures")),
    "breaks.note": SlideField("texts", N_("Why the series breaks here")),
    "opens": SlideField("when", N_("Opens"), _DAY),
    "closes": SlideField("when", N_("Closes"), N_("It leaves every screen at that minute, also without a network.")),
    "legal_basis": SlideField("when", N_("By which law"), N_("The days it asks for are counted."), examples=_LAWS),
    "announce": SlideField("when", N_("Announced from"), N_("Before it opens. Empty: not announced.")),
    "objection.until": SlideField("when", N_("Objections until"), _DAY),
    "objection.legal_basis": SlideField("when", N_("By which law"), examples=_LAWS),
    "not_before": SlideField("when", N_("Shown from"), _FROM),
    "expires": SlideField(
        "when", N_("Shown until"), N_("The last minute it is true. Empty: until somebody takes it off.")
    ),
    "channels.web": SlideField("ways", N_("Address on the web"), N_("The code leads there.")),
    "channels.short": SlideField("ways", N_("Short address"), N_("What a person can type."), most=20),
    "channels.phone": SlideField("ways", N_("Telephone")),
    "channels.desk": SlideField("ways", N_("Desk and its hours"), stays=True),
    "objection.channels.web": SlideField("ways", N_("Address on the web"), N_("The code leads there.")),
    "objection.channels.short": SlideField("ways", N_("Short address"), N_("What a person can type."), most=20),
    "objection.channels.phone": SlideField("ways", N_("Telephone")),
    "objection.channels.desk": SlideField("ways", N_("Desk and its hours"), stays=True),
    "link.url": SlideField("ways", N_("Address on the web"), N_("The code leads there.")),
    "link.short": SlideField("ways", N_("Short address"), N_("What a person can type."), most=20),
    "image": SlideField("picture", N_("Which picture")),
    "alt": SlideField("picture", N_("What the picture shows, in words"), N_("For who cannot see it.")),
    "source.name": SlideField("figures", N_("Source"), stays=True),
    "source.url": SlideField("figures", N_("Address of the source")),
    "source.licence": SlideField("figures", N_("Licence"), stays=True),
    "source.as_of": SlideField(
        "figures", N_("Date of the figures"), N_("The day the figures are of, not the day they were read.")
    ),
    "fresh_for_days": SlideField("figures", N_("Days they may be shown without being confirmed")),
    "status": SlideField("figures", N_("How far the budget has come")),
    "featured": SlideField("figures", N_("Data set of the week")),
    "result.title": SlideField("result", N_("Headline of the result"), most=HEADLINE),
    "result.said": SlideField("result", N_("What people said")),
    "result.did": SlideField("result", N_("What the city does")),
    "result.participants": SlideField("result", N_("How many took part")),
    "result.from": SlideField("result", N_("Result shown from"), _FROM),
    "result.to": SlideField("result", N_("Result shown until"), _DAY),
}
"""Place in a slide's file, without the numbers of lists → its words, in the order of the form."""

WHERE_THERE = ("objection",)
"""Groups of values that are edited only where a slide has them: they belong to some views of a budget."""

CHOICES: dict[str, str] = {
    "draft": N_("draft budget"),
    "voted": N_("voted budget"),
    "executed": N_("executed budget"),
}
"""What a choice is called."""
