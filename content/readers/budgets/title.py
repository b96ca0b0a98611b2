"""What the titles of a budget say of it: the year, the stage, and which part of the year.

Read are the rows above the table, the name of its sheet and the file's own. A number or a date of a decision (`HCL nr.
14/30.01.2026`), estimates of later years and comparisons with earlier ones say nothing of the budget's own year. Leaves
out whose budget it is (`title_city`), the unit (`units`), and what a person says otherwise (`imports.budget_claims`).
"""

import calendar
import contextlib
import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from content.pack.slide import Stage

LONGEST = 400
"""Characters of a title that are looked at."""
_MONTHS = (
    "ianuarie|ian",
    "februarie|feb",
    "martie|mar",
    "aprilie|apr",
    "mai",
    "iunie|iun",
    "iulie|iul",
    "august|aug",
    "septembrie|sept|sep",
    "octombrie|oct",
    "noiembrie|noi",
    "decembrie|dec",
)
_MONTH = "|".join(_MONTHS)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_YEAR = re.compile(r"(?<![\d/])(?:19|20)\d\d(?![\d/])")
_DATE = re.compile(
    rf"(?<!\d)(?:(?P<day>\d{{1,2}})(?:[./-](?P<number>\d{{1,2}})[./-]| (?P<name>{_MONTH})\.? )(?P<year>(?:19|20)\d\d)"
    r"|(?P<year2>20\d\d)-(?P<number2>\d\d)-(?P<day2>\d\d))(?!\d)"
)
_STATE_OF = re.compile(r"\b(?:la|la data de|la data|pana la|pana la data de|la finele|incheiat\w* la)$")
"""Before the day of which an execution is."""
_ACT = re.compile(
    r"\b(?:(?P<council>h ?c ?l ?m?|hotar\w{1,8}|hot)|dispoziti\w{1,3}|leg(?:ea|ii)|ordin\w{0,4}|o ?u? ?g|o ?m ?f ?p?)\b"
    r"(?P<number>[^\d_]{0,80}[\d_][\d._]{0,9}) ?(?:/|din|-) ?(?:data de )?[\d./_ -]{0,12}(?:(?:"
    + _MONTH
    + r") )?(?:20\d\d)?"
)
_OTHERS = (
    re.compile(r"\b(?:estimari|prognoz\w*|perspectiv\w*)[^\d]{0,40}(?:20\d\d(?:\s?[-–,]\s?|,? si |\s)?){1,6}"),
    re.compile(r"\b(?:anii|perioada)[^\d]{0,10}20\d\d\s?(?:[-–,]|si|la)\s?(?:20\d\d(?:, ?| si )?){1,4}"),
    re.compile(r"(?<!\d)20\d\d ?[-–] ?20\d\d(?!\d)"),
    re.compile(r"\b(?:excedent\w*|disponibil\w*|sold\w*)[^\d]{0,40}20\d\d"),
    re.compile(r"\d{1,5}/(?:19|20)\d\d"),
)
"""Years that are not the budget's: of estimates, surpluses, numbers of acts."""
_COMPARED = re.compile(r"\b(?:fata de|comparativ cu|comparatie cu)[^\d]{0,40}20\d\d")
_STAGES: tuple[tuple[Stage, re.Pattern[str]], ...] = (
    (
        "executed",
        re.compile(
            r"\bexecuti(?:e|a|ei|i|ile|ilor)\b|\bexecutat\w{0,3}\b|\bexecution\b|\bplati(?:le|lor)? efectuate\b"
            r"|\bincasari(?:le|lor)? realizate\b|\bsituatia (?:platilor|incasarilor)\b"
            r"|\brealiz(?:ari|arile|arilor|at|ate) (?:la|pe|in|20)"
        ),
    ),
    (
        "draft",
        re.compile(
            r"\bproiect(?:ul|ului|)(?: de| privind)?(?: la)? (?:buget|hotar|hcl|rectific|aprob|20)|\bdraft\b"
            r"|\bpropuner\w{1,3} (?:de |privind )?(?:buget|rectific)|^(?:anexa \S{1,9} )?proiect(?:ul)?$"
            r"|^proiect\b(?! de (?!buget|hot)| cu | finan)"
            r"|\bbuget\w{0,3}\b(?:[^a-z]{0,30}|.{0,150}(?:[-–:/] ?|20\d\d ))\bproiect$"
            r"|\b(?:dezbater|consultar)\w{1,3} public\w{1,2}\b"
        ),
    ),
    ("voted", re.compile(r"\baprobat\w{0,2}\b|\bvotat\w{0,2}\b|\bapproved\b|\brectificat\w{0,2}\b|\bbuget\w* initial")),
)
_RECTIFIED = re.compile(r"\brectific\w*|\bactualizat\w*")
_QUARTERS = re.compile(
    r"\btrim(?:estr(?:ul|ele|ului|))?\.? ?(?P<first>iv|i{1,3}|[1-4])(?: ?[-–] ?(?P<last>iv|i{1,3}|[1-4]))?\b"
)
_SEMESTER = re.compile(r"\bsem(?:estrul(?:ui)?)?\.? ?(?P<first>i{1,2}|[12])\b")
_MONTHS_OF = re.compile(r"\b(?:primele |pe |la )(?P<count>\d{1,2}) luni\b")
_MONTH_OF = re.compile(
    rf"\b(?:(?:{_MONTH}) ?[-–] ?)?(?P<name>{_MONTH})\.? (?:20\d\d)\b"
    rf"|\b(?:luna|lunii|lunile|lunilor|(?:la|pe|data de) (?:28|29|30|31)) (?P<name2>{_MONTH})\b"
    r"|(?<![\d./-])(?P<number>0[1-9]|1[0-2])[./-]20\d\d(?!\d)|(?<!\d)20\d\d[.-](?P<number2>0[1-9]|1[0-2])(?![\d.-])"
    r"|\b(?:la|pe|data de) (?:28|29|30|31)[./](?P<number3>0[1-9]|1[0-2])(?![\d./-])"
)


class TitleGroup(NamedTuple):
    """Titles of one place in a file: `called` is how a sentence names it (`its title`).

    Of columns only the years count, and until when those of an execution are: other quarters and stages are those of
    one column each. Of a `rival`, a sheet that is not read, the years count too.
    `beside` is true for a sheet's name where a person is asked which sheet is meant.
    """

    called: str
    texts: tuple[str, ...]
    years_only: bool = False
    rival: bool = False
    beside: bool = False

    def read(self) -> "Titles":
        titles = read(self.texts)
        if not (self.years_only or self.rival):
            return titles
        each_read = [] if self.rival else [read([text]) for text in self.texts]
        periods = [period for each in each_read if "executed" in each.stages for period in each.periods]
        return Titles(titles.years, {}, periods=tuple(periods))


class Period(NamedTuple):
    """A part of the year: it ends with `month` (of December it is the whole year), on `day` where one is said.

    `quarter` is true for quarters and semesters, which a plan can be of; a day or a month is that of its decision.
    """

    month: int
    day: date | None
    text: str
    quarter: bool = False

    def last(self, year: int) -> date:
        """The last day of the part in that year."""
        return (
            self.day
            if self.day and self.day.year == year
            else date(year, self.month, calendar.monthrange(year, self.month)[1])
        )


class Titles(NamedTuple):
    """What titles say, each with the text that says it. Several years or stages contradict each other.

    `decision` is the text that names a decision of the council with its number, `decided` the day that is named with
    it; `rectified` is the text that calls it rectified.
    """

    years: dict[int, str]
    stages: dict[Stage, str]
    rectified: str = ""
    decision: str = ""
    decided: date | None = None
    periods: tuple[Period, ...] = ()

    def period(self, stage: Stage) -> Period | None:
        """The part of the year that amounts of that stage are of; None where no part is named."""
        fits = [each for each in self.periods if each.month < 12 and (stage == "executed" or each.quarter)]
        return next((each for each in fits if each.day), next(iter(fits), None))


def read(texts: Iterable[str]) -> Titles:
    """What these titles say together."""
    years: dict[int, str] = {}
    dated: dict[int, str] = {}
    stages: dict[Stage, str] = {}
    rectified = decision = ""
    decided: date | None = None
    periods: list[Period] = []
    for text in texts:
        words, shown = _COMPARED.sub(" ", folded(text[:LONGEST])), " ".join(text[:LONGEST].split())[:80]
        acts = [act for act in _ACT.finditer(words) if act["council"] and re.search(r"\d", act["number"])]
        decision = decision or (shown if acts else "")
        decided = decided or next((day for act in acts for day, _ in _dates(act[0])), None)
        rest = _ACT.sub(" ", words)
        days = list(_days(rest))
        rest = _DATE.sub(" ", rest)
        for pattern in _OTHERS:
            rest = pattern.sub(" ", rest)
        for match in _YEAR.finditer(rest):
            years.setdefault(int(match[0]), shown)
        stage = next((stage for stage, pattern in _STAGES if pattern.search(words)), None)
        if stage:
            stages.setdefault(stage, shown)
        rectified = rectified or (shown if _RECTIFIED.search(words) else "")
        for day in days:
            dated.setdefault(day.year, shown)
            periods.append(Period(day.month, day, shown))
        periods += [Period(month, None, shown, quarter=True) for month in _parts(rest)]
        periods += [Period(month, None, shown) for month in _months(rest)]
    if "executed" in stages:
        years = years or dated
    return Titles(years, stages, rectified, decision, decided, tuple(periods))


def _dates(words: str) -> Iterable[tuple[date, int]]:
    """The dates, and where each begins."""
    for match in _DATE.finditer(words):
        year, number = match["year"] or match["year2"], match["number"] or match["number2"]
        month = int(number) if number else _month(match["name"])
        with contextlib.suppress(ValueError):
            yield date(int(year), month, int(match["day"] or match["day2"])), match.start()


def _days(words: str) -> Iterable[date]:
    """The days of which an execution is: those that end a month, or stand behind `la data de`."""
    for day, start in _dates(words):
        last = calendar.monthrange(day.year, day.month)[1]
        if day.day == last or _STATE_OF.search(words[:start].rstrip()[-30:]):
            yield day


def _parts(words: str) -> Iterable[int]:
    """The last month of each part of a year that is named."""
    for match in _QUARTERS.finditer(words):
        last = match["last"] or match["first"]
        yield 3 * (_ROMAN.get(last) or int(last))
    for match in _SEMESTER.finditer(words):
        yield 6 * (_ROMAN.get(match["first"]) or int(match["first"]))
    for match in _MONTHS_OF.finditer(words):
        if 0 < int(match["count"]) <= 12:
            yield int(match["count"])


def _months(words: str) -> Iterable[int]:
    """The months that are named with a year, or as `luna martie`."""
    for match in _MONTH_OF.finditer(words):
        number, name = match["number"] or match["number2"] or match["number3"], match["name"] or match["name2"]
        yield int(number) if number else _month(name)


def _month(name: str) -> int:
    return next(n for n, names in enumerate(_MONTHS, 1) if name in names.split("|"))


def of_name(place: str) -> str:
    """A file's name or address as a title: no folder, no ending; `-`, `_` and `.` as spaces, but between digits."""
    name = re.sub(r"\.[A-Za-z]{2,5}$", "", place.partition("?")[0].rstrip("/").rpartition("/")[2])
    return re.sub(r"(?<!\d)[-_.]+|[-_.]+(?!\d)|_", " ", name)


def folded(text: str) -> str:
    """Lower case, one space, no diacritics; `H.C.L.` is `h c l`, dates and `/` stay as they are."""
    bare = unicodedata.normalize("NFD", text.lower())
    letters = "".join(letter for letter in bare if not unicodedata.combining(letter))
    letters = re.sub(r"(?<=[a-z])\.|[\"“”„«»():;,*_]", lambda match: "_" if match[0] == "_" else " ", letters)
    return " ".join(letters.split())
