"""The phrases of an explanation in English and Romanian, and how times, names and parts are put into words.

Leaves out which phrase is said (`explanation`). Romanian phrases agree with the word "campania" in gender. An end at
midnight is named by the day that it ends. A time that the clocks show twice says whether it is the first or the second.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date

from content.authored import Moment
from content.pack.slides import AUTHORED

InterfaceLang = Literal["en", "ro"]
"""The languages in which the program explains itself. A city's slides may be in others."""

_LOCALES = {"en": "en_GB", "ro": "ro_RO"}
_DATES = {"en": "EEEE d MMMM", "ro": "EEEE, d MMMM"}
_QUOTES = {"en": "“{}”", "ro": "„{}”"}
_PHRASES: dict[str, tuple[str, str]] = {
    # what shows
    "off": (
        "The display is off {until}, outside its hours.",
        "Ecranul este stins {until}, în afara orelor de funcționare.",
    ),
    "neutral": (
        "The neutral card shows {until}: no campaign has anything to show.",
        "Se vede ecranul de repaus {until}: nicio campanie nu are ce arăta.",
    ),
    "showing": (
        "The slide {slide} shows in {lang} {until}, for the campaign {campaign}.",
        "Afișul {slide} se vede în {lang} {until}, în campania {campaign}.",
    ),
    "showing-alert": (
        "The alert {slide} shows in {lang} {until}, above everything else.",
        "Alerta {slide} se vede în {lang} {until}, înaintea a orice.",
    ),
    "was-shown": (
        "The slide {slide} showed in {lang} from {since} to {until}, for the campaign {campaign}.",
        "Afișul {slide} s-a văzut în {lang} de la {since} până la {until}, în campania {campaign}.",
    ),
    "was-neutral": (
        "The neutral card showed from {since} to {until}.",
        "S-a văzut ecranul de repaus, de la {since} până la {until}.",
    ),
    "not-told": (
        "The display has not told what it showed then: it was off, or out of reach.",
        "Ecranul nu a spus ce arăta atunci: era stins sau fără legătură.",
    ),
    "clock": (
        "Times are local to the display ({zone}).",
        "Orele sunt cele locale ale ecranului ({zone}).",
    ),
    # what became of a campaign
    "of": ("{campaign} {predicate}.", "Campania {campaign} {predicate}."),
    "elsewhere": ("is not for this display but for {who}", "nu este pentru acest ecran, ci pentru {who}"),
    "untargeted": (
        "is not for this display: it wants displays {wanted}; this one {own}",
        "nu este pentru acest ecran: cere ecrane {wanted}; acesta {own}",
    ),
    "tag": ("with the tag {tags}", "cu eticheta {tags}"),
    "any": ("with at least one of the tags {tags}", "cu cel puțin una dintre etichetele {tags}"),
    "all": ("with all of the tags {tags}", "cu toate etichetele {tags}"),
    "no-tag": ("without the tag {tags}", "fără eticheta {tags}"),
    "none": ("with none of the tags {tags}", "fără niciuna dintre etichetele {tags}"),
    "has-none": ("has no tags", "nu are nicio etichetă"),
    "has-one": ("has the tag {tags}", "are eticheta {tags}"),
    "has": ("has the tags {tags}", "are etichetele {tags}"),
    "over": ("is over: it ended {when}", "s-a încheiat {when}"),
    "spent": ("has no day left on which it runs", "nu mai are nicio zi în care să apară"),
    "waits": ("waits: it starts {when}", "așteaptă: începe {when}"),
    "waits-dark": (
        "waits: it starts {when}, but the display is off then",
        "așteaptă: începe {when}, dar atunci ecranul e stins",
    ),
    "left-out": ("waits: this day is left out of its days", "așteaptă: ziua aceasta este scoasă din zilele ei"),
    "waits-masked": (
        "waits: it starts {when}, but is masked then by {by}",
        "așteaptă: începe {when}, dar atunci o acoperă {by}",
    ),
    "waits-empty": (
        "waits: it starts {when}, but has nothing to show then",
        "așteaptă: începe {when}, dar atunci nu are ce arăta",
    ),
    "waits-long": (
        "waits: it does not start in the next {days} days",
        "așteaptă: nu începe în următoarele {days} de zile",
    ),
    "empty": ("runs, but has nothing to show: {why}", "este în program, dar nu are ce arăta: {why}"),
    "starts": ("{slide} starts {when}", "{slide} începe {when}"),
    "ended": ("{slide} ended {when}", "{slide} s-a încheiat {when}"),
    "never": ("{slide} ends before it starts", "{slide} se încheie înainte să înceapă"),
    "alone": (
        "{plays} alone: its priority ({priority}) is the highest now",
        "{plays} singură: are acum cea mai mare prioritate ({priority})",
    ),
    "shared": (
        "{plays} {part} of the time: its priority ({priority}) is the highest now",
        "{plays} {part} din timp: are acum cea mai mare prioritate ({priority})",
    ),
    "weighed": (
        "{plays} {part} of the time: its priority ({priority}) is the highest now. Without the city's minimum for "
        "{kinds} it would have {own}",
        "{plays} {part} din timp: are acum cea mai mare prioritate ({priority}). Fără minimul cerut de oraș pentru "
        "{kinds} ar avea {own}",
    ),
    "alert": ("{plays} above everything else: it is an alert", "{plays} înaintea a orice: este o alertă"),
    "plays": ("plays", "se vede"),
    "would-play": ("would play", "s-ar vedea"),
    "masked": ("(priority {under}) is masked by {stays}", "(prioritatea {under}) este acoperită de {stays}"),
    "would-be-masked": (
        "(priority {under}) would be masked by {stays}",
        "(prioritatea {under}) ar fi acoperită de {stays}",
    ),
    "by": ("{by} (priority {over}) {until}", "{by} (prioritatea {over}) {until}"),
    "by-alert": ("the alert {by} {until}", "alerta {by} {until}"),
    "then-by": (", then by ", ", apoi de "),
    "on-and-on": (" and stays masked after that", " și rămâne acoperită și după aceea"),
    "day-ends": (", when its day ends", ", când i se încheie ziua"),
    "hours-end": (", when its hours end", ", când i se încheie intervalul orar"),
    "ends": (", when it ends", ", când se încheie"),
    "runs-dry": (", when it has nothing left to show", ", când nu mai are ce arăta"),
    "next": ("; it plays next {when}", "; apare apoi {when}"),
    "unseen": ("; it does not play in the next {days} days", "; nu apare deloc în următoarele {days} de zile"),
    # what comes next
    "then": ("{When} that changes: {what}.", "Se schimbă {when}: {what}."),
    "for-long": ("Nothing changes in the next {days} days.", "În următoarele {days} de zile nu se schimbă nimic."),
    "one": ("{who} plays", "se vede {who}"),
    "several": ("{who} play", "se văd {who}"),
    "one-left": ("only {who} plays", "se vede doar {who}"),
    "several-left": ("only {who} play", "se văd doar {who}"),
    "one-anew": ("{who} has other slides", "{who} are alte afișe"),
    "several-anew": ("{who} have other slides", "{who} au alte afișe"),
    "card": ("the neutral card shows", "se vede ecranul de repaus"),
    "goes-off": ("the display switches off", "ecranul se stinge"),
    "goes-on": ("the display switches on, {then}", "ecranul se aprinde și {then}"),
    # times
    "long": ("for at least the next {days} days", "cel puțin în următoarele {days} de zile"),
    "until": ("until {clock}", "până la {clock}"),
    "until-midnight": ("until midnight", "până la miezul nopții"),
    "until-then": ("until {day} at {clock}", "până {day}, la {clock}"),
    "through": ("until the end of {day}", "până la sfârșitul zilei de {day}"),
    "at": ("at {clock}", "la {clock}"),
    "at-midnight": ("at midnight", "la miezul nopții"),
    "on": ("on {day}", "{day}"),
    "on-at": ("on {day} at {clock}", "{day}, la {clock}"),
    "twice": ("{clock} ({which})", "{clock} ({which})"),
    "first": ("first time", "prima dată"),
    "second": ("second time", "a doua oară"),
    "skipped": (
        "{clock} does not exist that night; {then} is shown",
        "{clock} nu există în noaptea aceasta; se arată {then}",
    ),
    "and": (" and ", " și "),
}
_DAY = timedelta(days=1)


class Phrasebook:
    """The phrases in one language, for times on the clock of `zone`.

    Of the day of `now` only the hours are said, and of other days of that year not the year.
    """

    def __init__(self, language: InterfaceLang, zone: ZoneInfo, now: datetime) -> None:
        self.language, self.zone = language, zone
        self.today = now.astimezone(zone).date()

    def say(self, phrase: str, **values: object) -> str:
        """The phrase of that name, its blanks filled with the values."""
        return _PHRASES[phrase][0 if self.language == "en" else 1].format(**values)

    def joined(self, names: Sequence[str]) -> str:
        """The names as a list in a sentence: `a, b and c`."""
        *others, last = names or [""]
        return self.say("and").join([", ".join(others), last]) if others else last

    def quoted(self, text: str) -> str:
        """The text in the quotation marks of the language."""
        return _QUOTES[self.language].format(text)

    def campaigns(self, names: Sequence[str]) -> str:
        """The names of campaigns, quoted, as a list in a sentence."""
        return self.joined([self.quoted(name) for name in names])

    def kinds(self, kinds: Sequence[str]) -> str:
        """`consultations and notices`."""
        return self.joined([AUTHORED[kind].names.several[self.language] for kind in kinds])

    def language_name(self, lang: str) -> str:
        """What a slide's language is called: `Romanian`, `română`."""
        return str(Locale.parse(self.language).languages.get(lang, lang))

    def part(self, percent: int) -> str:
        """A part of the airtime. A campaign that plays has some, so none is said as less than 1%."""
        mark = "%" if self.language == "en" else "\N{NO-BREAK SPACE}%"
        return f"{percent or '<1'}{mark}"

    def which(self, at: datetime) -> str:
        """`first time` or `second time` where the clocks show that time twice, otherwise an empty text."""
        local = at.astimezone(self.zone)
        if local.replace(fold=0).utcoffset() == local.replace(fold=1).utcoffset():
            return ""
        return self.say("second" if local.fold else "first")

    def skipped(self, asked: Moment) -> str | None:
        """The sentence about a time that the clocks skip: `03:30 does not exist that night; 04:30 is shown`.

        None for a time that they do not skip.
        """
        value = asked.value
        if not isinstance(value, datetime) or value.tzinfo is not None:
            return None
        local = asked.instant(self.zone).astimezone(self.zone)
        if local.replace(tzinfo=None) == value:
            return None
        return self.say("skipped", clock=_plain(value), then=_plain(local))

    def full(self, at: datetime) -> str:
        """Day and time with the year: `joi, 22 octombrie 2026, 07:30`."""
        local = at.astimezone(self.zone)
        return f"{self._date(local.date(), year=True)}, {self._clock(local)}"

    def until(self, at: datetime) -> str:
        """Until when something lasts: `until 08:00` of that day, `until Saturday 28 November at 08:00` of another.

        The midnight that ends that day is `until midnight`, another is `until the end of Monday 31 August`.
        """
        local = at.astimezone(self.zone)
        if _midnight(local):
            last = local.date() - _DAY
            return self.say("until-midnight") if last == self.today else self.say("through", day=self._date(last))
        phrase = "until" if local.date() == self.today else "until-then"
        return self.say(phrase, day=self._date(local.date()), clock=self._clock(local))

    def starts(self, at: datetime) -> str:
        """When something starts: `at 08:00` of that day, `on Saturday 28 November at 08:00` of another.

        The midnight that ends that day is `at midnight`, another is `on Tuesday 1 December`.
        """
        local = at.astimezone(self.zone)
        if not _midnight(local):
            return self._when(local)
        if local.date() - _DAY == self.today:
            return self.say("at-midnight")
        return self.say("on", day=self._date(local.date()))

    def ended(self, at: datetime) -> str:
        """When something ended: `at 18:00` of that day, `on Monday 30 November at 18:00` of another.

        A midnight is named by the day before it, `on Monday 31 August`.
        """
        local = at.astimezone(self.zone)
        return self.say("on", day=self._date(local.date() - _DAY)) if _midnight(local) else self._when(local)

    def clock(self, at: datetime) -> str:
        """What the clocks show then: `08:00`, `08:00:05`."""
        return self._clock(at.astimezone(self.zone))

    def _when(self, local: datetime) -> str:
        phrase = "at" if local.date() == self.today else "on-at"
        return self.say(phrase, day=self._date(local.date()), clock=self._clock(local))

    def _date(self, day: date, *, year: bool = False) -> str:
        pattern = _DATES[self.language] + (" y" if year or day.year != self.today.year else "")
        return str(format_date(day, pattern, locale=_LOCALES[self.language]))

    def _clock(self, local: datetime) -> str:
        which = self.which(local)
        return self.say("twice", clock=_plain(local), which=which) if which else _plain(local)


def _plain(local: datetime) -> str:
    """The time as `08:00`, or as `08:00:05` where there are seconds."""
    return f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"


def _midnight(local: datetime) -> bool:
    return local.time() == time()
