"""What one budget becomes: its data files with their provenance, and a slide for each view that can be true of it.

Decides which views are made and says why others are not; titles are `imports.budget_titles`'. A slide that is there
already keeps what a person wrote into it, its title too unless it is one that was made of the former figures. What a
person must still decide makes the slides drafts, with a line `# TO FINISH` for each.
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import msgspec
import yaml

from content import strict_yaml
from content.authored import Moment
from content.findings import Finding, RefusedError, refused
from content.imports import budget_options, budget_source, budget_titles, reckonings
from content.imports.budget_options import COFOG, Budgeted, Options, Side, SideName
from content.imports.conversation import Context, Imported, Reckoning
from content.pack.model import PROVENANCE, Pack, Provenance
from content.pack.slides import Budget, authored
from content.phrases import Values, said
from content.questions import MARK, Question
from content.readers.budgets import budget as reader
from content.readers.budgets import classification
from content.slides import amounts

FILES: dict[SideName, str] = {"expenditure": "cheltuieli", "revenue": "venituri"}
SLIDES = {
    "about": "ce-este",
    "total": "total",
    "hundred": "100",
    "revenue": "venituri",
    "per-inhabitant": "locuitor",
    "change": "schimbare",
    "objection": "obiectii",
}
"""View → what its id ends with."""
ORDER = ("kind", "view", "period", "data", "unit", "year", "status", "title", "previous", "objection", "source", "link")


def imported(known: Budgeted, options: Options, context: Context) -> Imported:
    """The files to write. Raises RefusedError when an option cannot be."""
    made = _Set(known, options, context)
    slides = made.slides()
    folder = "drafts" if made.questions else "slides"
    files = {**made.files, **{f"{folder}/{name}.yaml": made.written(slide) for name, slide in slides.items()}}
    return Imported(
        files=files,
        slides=() if made.questions else tuple(slides),
        findings=(*known.findings, *made.findings),
        questions=tuple(made.questions),
        reckonings=tuple(each for name, slide in slides.items() for each in made.reckoned(name, slide)),
    )


class _Set:
    """Collects the slides and data files of one budget, what is still open, and what is to be looked at."""

    def __init__(self, known: Budgeted, options: Options, context: Context) -> None:
        self.known, self.options, self.context = known, options, context
        self.id = options.id or f"buget-{known.year}"
        self.questions: list[Question] = list(known.questions)
        self.findings: list[Finding] = []
        self.files: dict[str, bytes] = {}
        self.data: dict[SideName, str] = {}
        for name, side in known.sides.items():
            self._side(name, side)
        if "names.yaml" not in context.files:
            self.files["names.yaml"] = classification.names_yaml()
        self.pack = self._pack()

    def warn(self, code: str, where: str, message: str, fix: str | None = None, form: str = "") -> None:
        values: Values = {"form": form} if form else {}
        self.findings.append(Finding(level="warning", code=code, where=where, message=message, fix=fix, values=values))

    # --- data ------------------------------------------------------------------------------------------------------

    def _side(self, name: SideName, side: Side) -> None:
        path = f"data/{self.id}-{FILES[name]}.csv"
        as_of = Moment(side.until) if side.until else self.options.as_of
        provenance = Provenance(
            address=side.address if budget_source.is_address(side.address) else side.address.rpartition("/")[2],
            fetched=Moment(self.context.now.isoformat(timespec="seconds")),
            as_of=as_of,
            digest=side.digest,
        )
        self.files[path] = reader.canonical(side.figures)
        ends = self._until(side)
        months = ends.month if ends else 12
        reader.read(self.files[path], path, side.unit, self.context.pack.city.population.value, months)
        self.files[path + PROVENANCE] = _yaml(strict_yaml.plain(provenance))
        self.data[name] = path
        if side.proof and side.proof not in {finding.message for finding in self.findings}:
            self.findings.append(Finding(level="warning", code="unit", where=path, message=side.proof))

    def _until(self, side: Side) -> date | None:
        """The day an execution ends with, when that is before the year's last."""
        as_of = self.options.as_of.day if self.options.as_of else None
        until = date.fromisoformat(side.until) if side.until else as_of
        return amounts.part_year(self.known.stage, self.known.year, until)

    def _pack(self) -> Pack:
        """The pack as it will be, for titles to be made of its figures."""
        pack, files = self.context.pack, {**self.context.pack.files, **self.files}
        if self.options.previous:
            if self.options.previous not in self.context.files:
                problem = said(
                    "found {previous!r}, expected a data file that is in the pack", previous=self.options.previous
                )
                raise refused("option", "previous", problem)
            files[self.options.previous] = self.context.files[self.options.previous]
        return msgspec.structs.replace(pack, files=files)

    # --- slides ----------------------------------------------------------------------------------------------------

    def slides(self) -> dict[str, dict[str, Any]]:
        """The fields of each slide, by its id."""
        drafts = f"drafts/{self.id}-*.yaml"
        source, questions = budget_source.source(self.known, self.options, self.pack.city.languages, drafts)
        self.questions += questions
        link = budget_source.link(self.options)
        until = self.options.objections_until if self.known.stage == "draft" else None
        if self.known.stage == "draft" and until is None:
            self.questions.append(
                Question(
                    code="legal",
                    where=drafts,
                    asks=said("until when are objections taken, and the draft shown?"),
                    key="expires",
                    option="objections-until",
                    choices=budget_options.last_days(self.options),
                )
            )
        slides = {}
        for view, end in SLIDES.items():
            name, side = f"{self.id}-{end}", self.known.sides.get(_side_of(view))
            if view == "objection" and self.known.stage != "draft":
                continue
            if side is None:
                lacking = _side_of(view)
                self._not_made(
                    name, said("no {lacking} is read from the source", lacking=lacking), BRING[lacking], lacking
                )
                continue
            more = VIEWS[view](self, name, side)
            if more is None:
                continue
            fields = {
                "kind": "budget",
                "view": view,
                "data": self.data[_side_of(view)],
                "unit": side.unit,
                "year": self.known.year,
                "status": self.known.stage,
                "source": source,
                **({"link": link} if link else {}),
                **({"expires": until.text} if until and view != "objection" else {}),
                **more,
            }
            slides[name] = self._finished(name, fields)
        return slides

    def _finished(self, name: str, fields: dict[str, Any]) -> dict[str, Any]:
        """The fields with a title; where the slide is there already, with what a person wrote into it."""
        before = self.context.pack.slides.get(name)
        if isinstance(before, Budget) and before.by == COFOG and before.view == fields["view"]:
            fields = {"by": COFOG, **fields}
        slide: Budget = strict_yaml.typed({**fields, "title": "…"}, authored(), f"slides/{name}.yaml")
        title = budget_titles.title(self.pack, slide)
        if not isinstance(before, Budget):
            return {**fields, "title": title}
        written = strict_yaml.plain(before)
        if before.title != title:
            own = before.title != self._former(before)
            mended = "look whether it is true of the new figures" if own else "import again with `--replace`"
            self.warn(
                "title",
                f"slides/{name}.yaml:$.title",
                said(
                    "says {before!r}, the figures say {title!r}",
                    before=self._title_text(before),
                    title=next(iter(title.values())),
                ),
                mended,
            )
            title = written["title"] if own else title
        source = {**written["source"], "as_of": fields["source"].get("as_of") or written["source"].get("as_of")}
        source = {key: value for key, value in source.items() if value}
        return {**written, **fields, "title": title, "source": source, "link": written.get("link", fields.get("link"))}

    def _title_text(self, slide: Budget) -> str:
        city = self.pack.city
        return city.name_of(slide.title, city.languages[0])

    def _former(self, slide: Budget) -> dict[str, str] | None:
        try:
            return budget_titles.title(self.context.pack, slide)
        except RefusedError:
            return None

    def reckoned(self, name: str, fields: dict[str, Any]) -> Iterator[Reckoning]:
        """How the figures of a slide were reached."""
        slide: Budget = strict_yaml.typed(fields, authored(), f"slides/{name}.yaml")
        yield from reckonings.of_budget(self.pack, name, slide, self.known.sides[_side_of(slide.view)].cells)

    def written(self, slide: dict[str, Any]) -> bytes:
        notes = "".join(f"{MARK} {question.note}\n" for question in self.questions)
        keys = [*(key for key in ORDER if key in slide), *(key for key in slide if key not in ORDER)]
        return notes.encode() + _yaml({key: slide[key] for key in keys if slide[key] is not None})

    def _not_made(self, name: str, why: str, fix: str | None = None, form: str = "") -> None:
        self.warn("not-made", f"slides/{name}.yaml", said("is not made: {why}", why=why), fix, form)

    # --- views -----------------------------------------------------------------------------------------------------

    def plain(self, name: str, side: Side) -> dict[str, Any] | None:
        """The fields of a view that needs nothing but the figures of a whole year."""
        return self.whole_year(name, side, {})

    def whole_year(self, name: str, side: Side, fields: dict[str, Any]) -> dict[str, Any] | None:
        ends = self._until(side)
        if side.partial or ends:
            why = side.partial or said("they are executed until {ends}", ends=ends)
            self._not_made(name, said("these are not the figures of a whole year: {why}", why=why), form="part")
            return None
        return fields

    def chapters(self, _name: str, side: Side) -> dict[str, Any]:
        """What the rows are grouped by: divisions of COFOG where a person asked for them and chapters have them."""
        return {"by": COFOG} if self.options.by == COFOG and not side.figures.chapters[0].foreign else {}

    def sections(self, name: str, side: Side) -> dict[str, Any] | None:
        if any(side.figures.section(section) is None for section in ("running", "investing")):
            self._not_made(name, "the file does not say the two sections, funcționare and dezvoltare", form="sections")
            return None
        return self.whole_year(name, side, {})

    def origins(self, name: str, side: Side) -> dict[str, Any] | None:
        if not side.figures.origins():
            self._not_made(name, "the file does not say where the money comes from", form="origins")
            return None
        return self.whole_year(name, side, {})

    def each(self, name: str, side: Side) -> dict[str, Any] | None:
        return self.whole_year(name, side, {"period": "month", **self.chapters(name, side)})

    def change(self, name: str, side: Side) -> dict[str, Any] | None:
        options, year = self.options, self.known.year
        slides = [slide for slide in self.context.pack.slides.values() if isinstance(slide, Budget)]
        if not options.previous:
            there = sorted({s.data for s in slides if s.year == year - 1 and s.view not in ("revenue", "objection")})
            fix = (
                said("say `previous` {there}", there=there[0])
                if there
                else said("import the budget of {year}, then say `previous`", year=year - 1)
            )
            self._not_made(name, "there is no budget before it to compare with", fix, "previous")
            return None
        known = next((slide for slide in slides if slide.data == options.previous), None)
        before: dict[str, Any] = {
            "data": options.previous,
            "year": options.previous_year or (known.year if known else year - 1),
            "status": options.previous_status or (known.status if known else "voted"),
            "unit": known.unit if known else side.unit,
        }
        told = self.context.pack.provenance.get(options.previous)
        if told and told.as_of and (ends := amounts.part_year(before["status"], before["year"], told.as_of.day)):
            self._not_made(
                name,
                said("{previous} is executed until {ends}, not for a whole year", previous=options.previous, ends=ends),
            )
            return None
        if options.inflation is not None:
            if not options.inflation_source or options.inflation_as_of is None:
                message = said(
                    "needs `inflation-source` and `inflation-as-of`: who says by how much prices rose, and when"
                )
                raise refused("option", "inflation", message)
            before["inflation"] = {
                "percent": options.inflation,
                "source": options.inflation_source,
                "as_of": options.inflation_as_of.text,
            }
        else:
            self.warn("real", f"slides/{name}.yaml", "shows no real change: say `inflation` to have prices counted out")
        return self.whole_year(name, side, {"previous": before, **self.chapters(name, side)})

    def objection(self, name: str, side: Side) -> dict[str, Any] | None:
        """The fields of the slide that says how to object to a draft. A person must say the last day."""
        options, contact = self.options, self.pack.city.contact
        if options.objections_until is None:
            why = said("nobody said until when objections are taken{options}", options=budget_options.proposal(options))
            self._not_made(name, why, OBJECT_BY, "until")
            return None
        link = budget_source.link(options) if options.web else None
        if link is None:
            fix = "say `web`, and `short` of 20 characters"
            self._not_made(name, "nobody said where objections are sent", fix, "channels")
            return None
        channels = {
            "web": link["url"],
            "short": link["short"],
            "phone": options.phone or contact.phone,
            "desk": options.desk or contact.desk,
        }
        return {"objection": {"until": options.objections_until.text, "channels": channels}}


BRING = {
    "revenue": "bring it with `revenue` or a fuller file",
    "expenditure": "import the file of expenditure, and say this one with `revenue`",
}
OBJECT_BY = "say `objections-until`; the law gives 15 days from publication (law 273/2006 art. 39 (3))"

VIEWS: dict[str, Callable[[_Set, str, Side], dict[str, Any] | None]] = {
    "about": _Set.plain,
    "total": _Set.sections,
    "hundred": _Set.chapters,
    "revenue": _Set.origins,
    "per-inhabitant": _Set.each,
    "change": _Set.change,
    "objection": _Set.objection,
}
"""View → the fields it needs, or None when it cannot be made: then the reason has been said."""


def _side_of(view: str) -> SideName:
    return "revenue" if view == "revenue" else "expenditure"


def _yaml(value: Any) -> bytes:
    return yaml.safe_dump(value, sort_keys=False, allow_unicode=True, width=120).encode()
