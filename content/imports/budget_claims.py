"""What a person says of a budget, held against what its own file says: year, stage, city, part of the year.

Decides whose word counts. The titles above the table go before the name of its sheet, this before the file's, this
before the names of columns. Where a person says nothing the file's word is taken, and told; where the file contradicts
the person, or itself, the person is asked, and may be `sure`. Leaves out how titles are understood
(`readers.budgets.title`) and the unit, which is proved (`readers.budgets.units`).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

import msgspec

from content.authored import Moment
from content.findings import Finding
from content.imports.budget_options import Options
from content.pack.model import City
from content.pack.slide import Stage
from content.phrases import joined, said
from content.questions import Choice, Question, QuestionError
from content.readers.budgets import codes, title, title_city, title_part
from content.readers.budgets.figures import Figures
from content.readers.budgets.title import TitleGroup

STAGES: tuple[Stage, ...] = ("draft", "voted", "executed")


class Settled(NamedTuple):
    """What a budget is of; `until` the last day of an execution that is a part of the year, None for a whole year.

    `decided` is the day of the decision that its titles name.
    """

    year: int
    stage: Stage
    until: date | None = None
    findings: tuple[Finding, ...] = ()
    decided: date | None = None

    def months(self, as_of: Moment | None) -> int:
        """How much of the year the amounts are of: of an execution, as far as its title or else `as_of` says."""
        if self.stage != "executed":
            return 12
        day = self.until or (as_of.day if as_of else None)
        return day.month if day and day.year == self.year else 12


class _Claim(NamedTuple):
    """A value and the words that say it."""

    called: str
    text: str

    def __str__(self) -> str:
        return said("{called} ({text!r})", called=self.called, text=self.text) if self.text else self.called


_SOURCE = _Claim("the source", "")


def settled(tables: Sequence[Sequence[TitleGroup]], where: str, options: Options, city: City) -> Settled:
    """What person and file agree on, by the titles of each table that is read: what the first says holds for all.

    Raises QuestionError with all that must be asked.
    """
    first, *further = tables
    agreed = _settled(first, where, options, city)
    for groups in further:
        same = msgspec.structs.replace(options, year=agreed.year, status=agreed.stage)
        beside = _settled(groups, where, same, city)
        agreed = agreed._replace(findings=tuple(dict.fromkeys((*agreed.findings, *beside.findings))))
    return agreed


def _settled(groups: Sequence[TitleGroup], where: str, options: Options, city: City) -> Settled:
    claims = _Claims(groups, where, options)
    year, stage = claims.year(), claims.stage()
    claims.holder(
        title_city.read(text for group in groups if not (group.years_only or group.rival) for text in group.texts), city
    )
    until = claims.part_of_year(int(year), stage) if year and stage else None
    if stage:
        claims.rectified(stage)
    return claims.settled_as(year, stage, until)


def of_source(year: int | None, stage: Stage | None, where: str, options: Options) -> Settled:
    """What person and source agree on, where the source says its year and stage by fields. Raises QuestionError."""
    claims = _Claims((), where, options)
    said_year = str(options.year) if options.year else None
    agreed_year = claims.agreed("year", said_year, [{str(year): _SOURCE}] if year else [])
    agreed_stage = claims.agreed("status", options.status, [{stage: _SOURCE}] if stage else [])
    return claims.settled_as(agreed_year, agreed_stage, None)


def part(
    tables: Sequence[Sequence[TitleGroup]], where: str, figures: Sequence[Figures], options: Options
) -> list[Question]:
    """Asks whether amounts are the city's whole budget where titles or codes name less, or another one."""
    groups = [group for groups in tables for group in groups]
    texts = [text for group in groups if not (group.years_only or group.beside) for text in group.texts]
    columns = [text for group in groups if group.years_only for text in group.texts]
    both = any(each.section("running") and each.section("investing") for each in figures)
    named = title_part.read(texts, columns, both=both)
    others = [each.source for each in figures if each.source not in (None, codes.LOCAL)]
    if others and not (named and named.confirms == "city"):
        text = said(
            "codes of source .{others} ({sources})",
            others=others[0],
            sources=codes.SOURCES.get(others[0], said("another budget")),
        )
        named = title_part.PartTitle(text, "another budget", "rows")
    if named is None or named.confirms in options.sure:
        return []
    sure = Choice(answer=named.confirms, gives=said("the figures that are read are the city's whole budget"))
    seen = said("{text!r}: {names}", text=named.text, names=named.names)
    asks = said("is this the city's whole budget, and not a part of it or another one?")
    return [Question(code="left-out", where=where, seen=seen, asks=asks, option="sure", choices=(sure,))]


WORDS: dict[str, str] = {"draft": said("a draft"), "voted": said("voted"), "executed": said("executed")}
"""Stage of a budget → what it is, in a sentence."""


UNSAID: dict[str, str] = {
    "year": said("neither titles nor names say the year"),
    "status": said("neither titles nor names say the status"),
}


class _Claims:
    """Compares claim by claim, and collects what to ask and what to tell."""

    def __init__(self, groups: Sequence[TitleGroup], where: str, options: Options) -> None:
        self.where, self.options = where, options
        self.groups = [(group.called, group.read()) for group in groups if not (group.years_only or group.rival)]
        self.rivals = [(group.called, group.read()) for group in groups if group.rival]
        self.columns = [(group.called, group.read()) for group in groups if group.years_only]
        self.questions: list[Question] = []
        self.findings: list[Finding] = []

    def settled_as(self, year: str | None, stage: str | None, until: date | None) -> Settled:
        """What is settled once nothing is to be asked. Raises QuestionError."""
        known = next((each for each in STAGES if each == stage), None)
        if self.questions or year is None or known is None:
            raise QuestionError(*self.questions)
        decided = next((titles.decided for _, titles in self.groups if titles.decided), None)
        return Settled(int(year), known, until, tuple(self.findings), decided)

    def _tell(self, code: str, message: str, **values: str) -> None:
        """`values` are what the sentence says beside its own words, as a finding has them."""
        self.findings.append(
            Finding(level="warning", code=code, where=self.where, message=message, values=dict(values))
        )

    # --- the year and the stage ------------------------------------------------------------------------------------

    def year(self) -> str | None:
        """The year that counts; None when it must be asked."""
        titles, rivals, columns = (
            [{str(year): _Claim(called, text) for year, text in titles.years.items()} for called, titles in groups]
            for groups in (self.groups, self.rivals, self.columns)
        )
        person = str(self.options.year) if self.options.year else None
        return self.agreed("year", person, [*(titles if any(titles) else columns), *rivals])

    def stage(self) -> Stage | None:
        """The stage that counts; None when it must be asked."""
        named = self.agreed("status", self.options.status, [self._stages(*group) for group in self.groups])
        return next((stage for stage in STAGES if stage == named), None)

    def _stages(self, called: str, titles: title.Titles) -> dict[str, _Claim]:
        """A decision's number says that a budget is voted where nothing says more; of an execution it says nothing."""
        if not titles.stages and titles.decision and self.options.status != "executed":
            return {"voted": _Claim(called, titles.decision)}
        return {stage: _Claim(called, text) for stage, text in titles.stages.items()}

    def agreed(self, option: str, person: str | None, groups: Sequence[Mapping[str, _Claim]]) -> str | None:
        """The value that counts; None when it must be asked. Of the file's words the first count, where all agree."""
        groups = [group for group in groups if group]
        stated = groups[0] if groups else {}
        if person is None:
            value = next(iter(stated), "")
            if len(stated) != 1 or any(value not in group for group in groups):
                every = {value: claim for group in reversed(groups) for value, claim in group.items()}
                self.questions.append(self._unknown(option, every))
                return None
            form = "stated" if option == "year" else value
            self._tell(
                option,
                said("is {option}, as {stated} says", option=_of(option, value), stated=str(stated[value])),
                form=form,
                value=value,
                text=stated[value].text,
            )
            return value
        for group in groups:
            if person not in group:
                who = (
                    said("{option}, as you say", option=_of(option, person)) if group is stated else _of(option, person)
                )
                self._tell(option, said("is {who}, though {group}", who=who, group=_listed(group)))
        if stated and person not in stated and option not in self.options.sure:
            self.questions.append(self._contradiction(option, person, stated))
        return person

    def _unknown(self, option: str, stated: Mapping[str, _Claim]) -> Question:
        values = list(stated) or (list(STAGES) if option == "status" else [])
        asks = (
            said("of which year is this budget?")
            if option == "year"
            else said("is this budget a draft, voted or executed?")
        )
        seen = _listed(stated) if stated else UNSAID[option]
        choices = tuple(Choice(answer=str(value), gives=str(stated.get(value, ""))) for value in values)
        return Question(code=option, where=self.where, seen=seen, asks=asks, option=option, choices=choices)

    def _contradiction(self, option: str, person: str, stated: Mapping[str, _Claim]) -> Question:
        follow = [
            Choice(answer=str(value), gives=said("as {called} says", called=claim.called))
            for value, claim in stated.items()
        ]
        keep = Choice(
            answer=option, gives=said("{person}, as you say", person=WORDS.get(person, person)), option="sure"
        )
        return Question(
            code=option,
            where=self.where,
            seen=_listed(stated),
            asks=said("is this budget {option}, as you say?", option=_of(option, person)),
            option=option,
            choices=(*follow, keep),
        )

    # --- whose, and of which part of the year ----------------------------------------------------------------------

    def holder(self, holders: title_city.Holders, city: City) -> None:
        """Asks where the titles name another city, or a county."""
        text = holders.denies(city.name)
        if text is None:
            return
        if "city" in self.options.sure:
            message = said("is the budget of {name}, as you say, though it says {text!r}", name=city.name, text=text)
            self._tell("city", message, form="sure", city=city.name, text=text)
            return
        keep = Choice(answer="city", gives=said("the figures are of {name}", name=city.name))
        asks = said("is this the budget of {name}?", name=city.name)
        self.questions.append(
            Question(code="city", where=self.where, seen=repr(text), asks=asks, option="sure", choices=(keep,))
        )

    def part_of_year(self, year: int, stage: Stage) -> date | None:
        """The last day of an execution that is a part of the year. Asks whether a plan is."""
        periods = [period for _, titles in self.groups if (period := titles.period(stage))]
        if stage == "executed" and not periods:
            periods = self._of_columns(year)
        if not periods:
            return None
        period = periods[0]
        if stage == "executed":
            day = period.last(year)
            message = said("is executed until {day}, as {text!r} says", day=day.isoformat(), text=period.text)
            self._tell("partial", message, form="until", day=day.isoformat(), text=period.text)
            return day
        if "year" not in self.options.sure:
            keep = Choice(answer="year", gives=said("the plan of the whole of {year}", year=year))
            asks = said("is this the plan of the whole year {year}, and not of a part of it?", year=year)
            self.questions.append(
                Question(
                    code="partial", where=self.where, seen=repr(period.text), asks=asks, option="sure", choices=(keep,)
                )
            )
        return None

    def _of_columns(self, year: int) -> list[title.Period]:
        """Until when the columns of an execution are of that year, the one first that a person names."""
        there = [period for _, titles in self.columns for period in titles.periods]
        there = [each for each in there if each.month < 12 and (each.day is None or each.day.year == year)]
        named = title.folded(self.options.column)
        return sorted(there, key=lambda each: not (named and named in title.folded(each.text)))

    def rectified(self, stage: Stage) -> None:
        """Tells that a plan is a rectified one."""
        text = next((titles.rectified for _, titles in self.groups if titles.rectified), "")
        if text and stage != "executed":
            self._tell(
                "status", said("is a rectified budget, as {text!r} says", text=text), form="rectified", text=text
            )


def _of(option: str, value: str) -> str:
    """`of 2026`, `a draft`, `voted`: what a budget is, in a sentence."""
    return said("of {value}", value=value) if option == "year" else WORDS.get(value, value)


def _listed(stated: Mapping[str, _Claim]) -> str:
    return joined(
        "; ",
        (
            said("{claim} says {value}", claim=str(claim), value=WORDS.get(value, value))
            for value, claim in stated.items()
        ),
    )
