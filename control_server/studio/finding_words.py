"""What the gate says of a slide, in the language of who reads it: by the code of a finding and its values.

Decides the sentence of each code, and which findings have a mend that is certain. A code that is not listed is said as
the gate says it. Leaves out which findings there are (`content.checks`).
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from content.findings import Finding
from control_server.studio import moments, phrase_words
from control_server.studio.catalogue import N_, translations

SENTENCES: dict[str, str] = {
    "balance/apart": N_("Spending %(spent)s million, revenue %(taken)s million: %(left)s million apart."),
    "city/sure": N_("Of %(city)s, as you say, though the file says „%(text)s”."),
    "not-made/channels": N_("Not made: how to object. Say where objections are sent, and a short address."),
    "not-made/expenditure": N_("Not made without the spending: hand over the file that has it."),
    "not-made/origins": N_("Not made: the file does not say where the money comes from."),
    "not-made/part": N_("Not made: these are not the figures of a whole year."),
    "not-made/previous": N_("Not made: what changed. There is no budget of the year before in the pack."),
    "not-made/revenue": N_("Not made without the revenue: hand over the file that has it."),
    "not-made/sections": N_("Not made: the file does not tell what is run from what is invested."),
    "not-made/until": N_("Not made: how to object. Say until when objections are taken."),
    "partial/until": N_("Executed until %(day_day)s, as the file says: „%(text)s”."),
    "skipped/archived": N_("Archived: %(count)s (%(names)s)."),
    "skipped/closed": N_("Already closed: %(count)s (%(names)s)."),
    "skipped/not-open-to-taking-part": N_("Nobody can take part: %(count)s (%(names)s)."),
    "skipped/over": N_("Over by now: %(count)s (%(names)s)."),
    "skipped/private": N_("Not public: %(count)s (%(names)s)."),
    "skipped/repeating": N_("Repeats itself: %(count)s (%(names)s)."),
    "skipped/unpublished": N_("Not published: %(count)s (%(names)s)."),
    "skipped/withdrawn": N_("Withdrawn: %(count)s (%(names)s)."),
    "skipped/without-a-day": N_("Names no day: %(count)s (%(names)s)."),
    "status/draft": N_("A draft, as the file says: „%(text)s”."),
    "status/executed": N_("Executed, as the file says: „%(text)s”."),
    "status/rectified": N_("A rectified budget, as the file says: „%(text)s”."),
    "status/voted": N_("Voted, as the file says: „%(text)s”."),
    "year/stated": N_("Of %(value)s, as the file says: „%(text)s”."),
    "busy": N_("The server is busy. Wait a little, and try again."),
    "invitation/used": N_("The link was used or has ended. Ask for another one."),
    "moved/published": N_("Others have published the same meanwhile. Look at both versions, and choose."),
    "name/email": N_("That is no e-mail address, as ana@oras.ro."),
    "name/name": N_("A name has 2 to %(most)s letters."),
    "own": N_("You made it yourself: another person has to look at it."),
    "password/sign-in": N_("The e-mail address or the password is not right."),
    "password/wrong": N_("The password is not right."),
    "reason": N_("Say why: whoever reads it later wants to know."),
    "rights/member": N_("Sign in with the account of the city hall once: then tokens and passkeys count again."),
    "rights/tags": N_("It touches more than your screens. Yours are those with a tag of: %(tags)s."),
    "seen": N_("It would look otherwise by now than what you saw. Look at it again."),
    "step/approved": N_("You have approved it already. Another person has to."),
    "step/late": N_("It was published more than ten minutes ago. Bring the old version back as a draft."),
    "step/state": N_("It is no longer waiting for that step. Look at it again."),
    "step/submitted": N_("It is waiting for approval as it is."),
    "aged": N_("Dated %(as_of_day)s, though the last value shown is of %(year)s: the figures' own date belongs here."),
    "alt": N_("A picture without words: who cannot see it learns nothing."),
    "as-of": N_("Figures without their date."),
    "cedilla": N_("„%(letters)s” is written with a cedilla; Romanian has a comma below: „%(right)s”."),
    "coarse": N_("The picture is small (%(width)s × %(height)s): it needs at least %(least)s pixels across."),
    "colour-only": N_("„%(words)s” helps only who sees colours: name the thing too."),
    "contrast": N_("Contrast %(ratio)s : 1, at least %(least)s : 1 is needed."),
    "dates": N_("It ends (%(end_day)s) before it begins (%(start_day)s)."),
    "difficult": N_("As hard to read as a law: shorter words, shorter sentences."),
    "expiry/day": N_("The text names a day („%(day)s”) and the slide has no end: when does it leave the screens?"),
    "expiry/ends": N_("A slide of this kind must have an end: when does it leave the screens?"),
    "fit": N_("It does not fit on this screen, read from %(distance)s m: shorten the text."),
    "flat": N_("The picture is nearly of one shade (%(ratio)s : 1): from afar it shows nothing."),
    "future": N_("%(day_day)s has not come yet: the date of figures is past."),
    "headline-figure": N_("The headline says %(figure)s, and no figure of the slide bears it."),
    "hundred": N_("The parts make %(total)s lei, not %(promised)s."),
    "language-missing": N_("A screen shows this language and cannot show this slide in it."),
    "legal/day-off": N_("%(day_day)s is no working day: the law lets the period end with the next one."),
    "legal/first-day": N_("Enough only if the day of publication counts (%(law)s); not everybody counts it."),
    "legal/short": N_("Gives %(given_days)s; %(law)s asks for at least %(least)s."),
    "letter": N_("The type has no such letters: %(letters)s."),
    "licence": N_("„%(licence)s” is no licence: say under which terms the figures may be used."),
    "long-headline": N_("%(count_characters)s in the headline: shorten it by %(over)s, to be read in passing."),
    "long-sentence": N_("A sentence of %(count_words)s („%(start)s …”): make two of it."),
    "long-text/passing": N_("%(count_characters)s: people who pass read at most %(most)s."),
    "long-text/waiting": N_("Headline and text have %(count_characters)s: at most %(most)s are read."),
    "long-word": N_("„%(word)s” has %(count_letters)s: say it with shorter words."),
    "moved": N_("Somebody else has saved it since. What you typed is below, and nothing is lost: look at both."),
    "not-large": N_("No room for large letters: shorten the text."),
    "over": N_("It has ended (%(end_day)s): no screen shows it any more."),
    "percent": N_("Per cent alone („%(words)s”): say the amount in lei too."),
    "qr-fine": N_("The address is long, and the code too fine from %(distance)s m: give a shorter address."),
    "qr-size": N_("The code is %(side)s cm on this screen; it needs %(least)s cm."),
    "question": N_("The import left a question: %(question)s"),
    "short-address": N_("„%(address)s” is no address to type, as tm.ro/buget."),
    "short-host": N_("The short address and the code (%(host)s) lead to different places."),
    "soon-stale": N_("It leaves the screens on %(end_day)s: nobody has confirmed its figures since."),
    "source": N_("„%(address)s” is no address where the source can be opened."),
    "stage": N_("„%(words)s” is said of a budget that is none."),
    "stale": N_("It left the screens: nobody confirmed its figures for more than %(days_days)s."),
    "telephone": N_("„%(phone)s” cannot be dialled."),
    "too-long": N_("%(count_characters)s: reading takes %(seconds_seconds)s. Shorten it by %(over)s."),
    "topic": N_("The headline names a topic: say what there is to say about it."),
    "twin": N_("Another slide says exactly the same."),
    "unused": N_("It is in no playlist: no screen shows it."),
    "value/address": N_("„%(typed)s” is no address, as https://primaria.ro/pagina."),
    "value/choice": N_("„%(typed)s” cannot be chosen here."),
    "value/empty": N_("Still to be written."),
    "value/long": N_("%(count_characters)s: at most %(most)s are possible."),
    "value/moment": N_("„%(typed)s” is no day, as 15 decembrie 2026 or 15 decembrie 2026, ora 14."),
    "value/whole": N_("„%(typed)s” is no whole number."),
    "value/nowhere": N_("Choose at least one screen."),
    "value/number": N_("„%(typed)s” is no whole number from %(least)s to %(most)s."),
}
"""Code, or code and form, → the sentence, with the names of the values.

`count_days` is the value `count` with the unit, in its right form; `end_day` is the value `end` as a day in words.
"""

_NAMES = re.compile(r"%\((\w+)\)")
_UNITS: dict[str, Callable[[Callable[..., str], int], str]] = {
    "characters": lambda ngettext, count: ngettext("one character", "%(num)s characters", count),
    "days": lambda ngettext, count: ngettext("one day", "%(num)s days", count),
    "letters": lambda ngettext, count: ngettext("one letter", "%(num)s letters", count),
    "seconds": lambda ngettext, count: ngettext("one second", "%(num)s seconds", count),
    "words": lambda ngettext, count: ngettext("one word", "%(num)s words", count),
}
MENDS: dict[str, str] = {
    "cedilla": N_("Put the commas"),
    "legal/day-off": N_("Move it to the next working day"),
    "legal/first-day": N_("Give it one day more"),
    "legal/short": N_("Give it the days of the law"),
}
"""Code, or code and form, → the button that puts the value `mend` into the field."""


class FieldMend(NamedTuple):
    """A mend that is certain: what its button says, and what it puts into the field."""

    label: str
    value: str


def key(finding: Finding) -> str:
    """The code, and the form of the sentence where the code has several."""
    form = finding.values.get("form")
    return f"{finding.code}/{form}" if form else finding.code


def sentence(finding: Finding, lang: str) -> str:
    """The finding in one sentence, in that language of the studio; empty where none is known.

    A code may be used with other values than its sentence has: then it is said by the pattern of its message.
    """
    msgid = SENTENCES.get(key(finding), "")
    named = {name if name in finding.values else name.rpartition("_")[0] for name in _NAMES.findall(msgid)}
    if not msgid or not named <= finding.values.keys():
        return _by_pattern(finding, lang)
    return translations(lang).gettext(msgid) % _Values(finding.values, lang)


def told(finding: Finding, lang: str) -> str:
    """As `sentence`; as the gate says it, and where, when none is known."""
    return sentence(finding, lang) or f"{finding.where}: {finding.message}"


def shown(finding: Finding, lang: str) -> str:
    """As `sentence`; without its place as the gate says it, and what mends it, when none is known."""
    return sentence(finding, lang) or "; ".join(filter(None, (finding.message, finding.fix)))


def _by_pattern(finding: Finding, lang: str) -> str:
    """The place, the message and what mends it, as far as there are words for them; empty without any."""
    message = phrase_words.told(lang, finding.message, finding.phrases, "message")
    if not message:
        return ""
    place = phrase_words.place(finding.where, lang)
    fix = phrase_words.told(lang, finding.fix or "", finding.phrases, "fix")
    first = f"{place}: {message}" if place else f"{message[0].upper()}{message[1:]}"
    parts = (first, f"{fix[0].upper()}{fix[1:]}" if fix else "")
    return " ".join(f"{part.rstrip('.')}." for part in parts if part)


def decimal(number: float, lang: str) -> str:
    """With at most one decimal, as the language writes it: `31,3`, `3`."""
    plain = f"{number:.1f}".removesuffix(".0")
    return plain.replace(".", ",") if lang == "ro" else plain


class _Values(Mapping[str, Any]):
    """The values of a finding, and each of them with a unit or as a day."""

    def __init__(self, values: Mapping[str, Any], lang: str) -> None:
        self._values, self._lang = values, lang

    def __getitem__(self, name: str) -> Any:
        if name in self._values:
            value = self._values[name]
            return decimal(value, self._lang) if isinstance(value, float) else value
        plain, _, way = name.rpartition("_")
        value = self._values[plain]
        if way == "day":
            return moments.told(str(value), self._lang)
        catalogue = translations(self._lang)
        return _UNITS[way](catalogue.ngettext, int(value)) % {"num": value}

    def __iter__(self) -> Any:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


def mend(finding: Finding, now: str, lang: str) -> FieldMend | None:
    """The mend of a finding at a field that says `now`; None where nobody can be certain."""
    label, value = MENDS.get(key(finding)), finding.values.get("mend")
    if label is None or not isinstance(value, str):
        return None
    if finding.code == "legal":
        _, hour, time = now.partition(", ")
        value = moments.told(value, lang) + (hour + time)
    return FieldMend(translations(lang).gettext(label), value)
