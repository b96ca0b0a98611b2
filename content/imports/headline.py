"""From the figures of a source to a slide of a pack: data file, provenance, a title made of figures, warnings.

Decides which column is drawn against which, what the title says, and what a person must still decide; such a slide
goes to `drafts/` with a line `# TO FINISH` for each. A slide that is there already keeps its words: only its figures
are written again. The title holds `{last}`, not the figure, so that it stays true after a refresh.
"""

from typing import Any
from urllib.parse import urlsplit

import msgspec
import yaml

from content import strict_yaml
from content.authored import Id
from content.findings import Finding, refused
from content.imports import generated, qualifying, reckonings, series, series_choice, titles
from content.imports.conversation import Context, Imported, Reckoning
from content.imports.dataset_options import Options, Setting, SourceData, pairs
from content.imports.qualifying import OpenPoints
from content.pack.model import PROVENANCE
from content.pack.slides import Dataset, authored
from content.pack.values import id_of
from content.phrases import said
from content.questions import MARK, Choice, Question
from content.readers.files.sheet import Sheet
from content.readers.open_data import dimensions, measures, period, table


def imported(data: SourceData, source: str, options: Options, context: Context) -> Imported:
    """The files to write. Raises RefusedError when the figures cannot be drawn, or a choice is left open."""
    if options.outline and options.outline not in context.files:
        raise refused(
            "option", "outline", said("found {outline!r}, expected a file of the pack", outline=options.outline)
        )
    draft = _Draft(data, source, options, context)
    draft.serves()
    files = {draft.figures.path: draft.figures.data, draft.figures.path + PROVENANCE: draft.provenance()}
    slide = draft.slide()
    path = f"drafts/{draft.id}.yaml" if draft.open else draft.where
    if not draft.open:
        strict_yaml.typed(slide, authored(), draft.where)
    elif draft.where in context.files:  # a person has finished it: only its figures are new
        return Imported(files=files, slides=(draft.id,), findings=draft.findings(draft.where))
    notes = "".join(f"{MARK} {question.note}\n" for question in draft.open)
    written = notes + yaml.safe_dump(slide, sort_keys=False, allow_unicode=True, width=120)
    renewed = path in context.files and generated.read(path, context.files[path]).unedited
    return Imported(
        files={**files, path: generated.written(source, written.encode())},
        slides=() if draft.open else (draft.id,),
        findings=draft.findings(path),
        renewed=(path,) if renewed else (),
        questions=tuple(draft.open),
        reckonings=draft.reckonings(),
    )


class _Draft:
    """Collects one slide of open data, what is still open, and what is to be looked at."""

    def __init__(self, data: SourceData, source: str, options: Options, context: Context) -> None:
        self.data, self.source, self.context = data, source, context
        self.lang = options.lang or context.pack.city.languages[0]
        self.options = msgspec.structs.replace(options, lang=self.lang)
        self.points = OpenPoints(source)
        self.points.warnings.extend(data.warned)
        label = _label(data, options)
        self.id = _id(options.id or id_of(series.subject(label)) or id_of(_stem(source)) or "date-deschise")
        self.where = f"slides/{self.id}.yaml"
        if isinstance(data.rows, Sheet):
            city = context.pack.city
            setting = Setting(city.name, context.now.astimezone(city.zone).date())
            self.figures = series_choice.series_of(data.rows, data, self.options, self.id, setting)
        else:
            self.figures = series_choice.places(data.rows, data, options, self.id)

    @property
    def open(self) -> list[Question]:
        return self.points.questions

    def findings(self, path: str) -> tuple[Finding, ...]:
        """The warnings, placed at the file that is written."""
        warnings = self.points.warnings
        return tuple(Finding(level="warning", code=code, where=path, message=message) for code, message in warnings)

    def reckonings(self) -> tuple[Reckoning, ...]:
        """Where each figure of a series was read."""
        figures = self.figures
        return tuple(reckonings.of_table(self.id, figures.points, figures.cells)) if figures.cells else ()

    def serves(self) -> None:
        """Raises RefusedError when a slide of this id is there which these figures do not serve.

        Those of another source serve it only when a person named it: its headline was written about the others.
        """
        slide, figures = self.context.pack.slides.get(self.id), self.figures
        told = self.context.pack.provenance.get(figures.path)
        if told and _file(told.address) != _file(self.source):
            there, here = _file(told.address), _file(self.source)
            if not self.options.id:
                message = said(
                    "has the figures of {there}, expected another `id` for those of {here}", there=there, here=here
                )
                raise refused(
                    "option",
                    figures.path,
                    said("{message}; `--id {id}` puts them in its place", message=message, id=self.id),
                )
            self.points.warn(
                "source",
                said(
                    "had the figures of {there}, now of {here}: look whether its words are still true",
                    there=there,
                    here=here,
                ),
            )
        if slide is None:
            return
        if not isinstance(slide, Dataset) or slide.data != figures.path:
            there = getattr(slide, "data", "no data")
            raise refused(
                "option", self.where, said("is there already and reads {there}, expected another `id`", there=there)
            )
        if not figures.is_map:
            table.points(figures.data, figures.path, slide.where, slide.x, slide.y)
        self._same_size(slide)

    def _same_size(self, slide: Dataset) -> None:
        """Raises RefusedError when the source now gives thousands of what the slide that is there calls ones."""
        told = [unit for unit in self.figures.units if not measures.coded(unit)]
        shown = self.context.pack.city.name_of(slide.unit, self.lang) if slide.unit else ""
        if not (shown and told) or self.options.unit or "unit" in self.options.sure:
            return
        if not measures.size(shown).agrees(measures.size(told[0])):
            words = measures.in_words(told[0], self.lang)
            message = said(
                "says {shown!r} while the figures are now in {words!r}, expected one unit", shown=shown, words=words
            )
            raise refused("unit", self.where, said("{message}; `--sure unit` keeps the slide's", message=message))

    def provenance(self) -> bytes:
        as_of = self.figures.as_of
        fields = {
            "address": self.source,
            "fetched": self.context.now.isoformat(timespec="seconds"),
            **({"as_of": as_of.isoformat()} if as_of else {}),
            "digest": self.data.digest,
        }
        return yaml.safe_dump(fields, sort_keys=False, allow_unicode=True).encode()

    def slide(self) -> dict[str, Any]:
        """The slide's YAML as plain values."""
        options, data, figures, lang = self.options, self.data, self.figures, self.lang
        self.open.extend(figures.questions)
        self.points.warnings.extend(figures.warnings)
        self._dates()
        counted = figures.is_map or bool(data.counted)
        unit = options.unit if counted else qualifying.unit(figures, options, lang, self.points)
        breaks = qualifying.breaks(figures, options, lang)
        broken = self._broken(breaks)
        if figures.is_map and not options.outline:
            asks = "which GeoJSON of the city's boundary or river shows where the places are?"
            self.points.ask("geojson", asks, "outline", key="outline")
        topic = options.topic or (data.title if len(data.title) <= 30 else "")
        fresh = options.fresh_for_days or (1 if data.counted == "bikes" else None)
        hourly = data.counted == "departures" and options.by == "hours"
        title = options.title or self._title(broken, unit)
        city = self.context.pack.city.name
        about = (
            qualifying.scope(figures, options, city, lang, self.points),
            qualifying.marks(figures, lang, self.points),
        )
        fields: dict[str, Any] = {
            "kind": "dataset",
            **figures.fields,
            "chart": options.chart if options.chart != "auto" else "line" if hourly else None,
            "since": options.since,
            "title": self._in_lang(title),
            "unit": self._in_lang(unit),
            "topic": self._in_lang(topic),
            "scope": self._in_lang(" · ".join(filter(None, about))),
            "breaks": [{"at": at, "note": self._in_lang(note)} for at, note in breaks.items()],
            "outline": options.outline,
            "source": self._source(),
            "link": self._link(),
            "fresh_for_days": fresh,
            "featured": options.featured,
        }
        return {key: value for key, value in fields.items() if value not in (None, "", [], {}, False)}

    def _in_lang(self, text: str) -> dict[str, str] | None:
        return {self.lang: text} if text else None

    def _title(self, broken: bool, unit: str) -> str:
        figures, options = self.figures, self.options
        values = [point.y for point in figures.points if point.y is not None]
        tie = len(values) > 1 and values.count(max(values)) > 1
        by = f"{options.by}-tie" if tie and options.by != "days" else options.by
        counted = {"departures": by, "bikes": figures.label, "": ""}[self.data.counted]
        if headline := titles.counted(counted, self.lang):
            return headline
        subject = series.subject(figures.label)
        if not subject:
            subject = "…"
            choices = [
                Choice(answer=text, gives=said("as the file has it above the table")) for text in figures.titles[:5]
            ]
            asks = "what are these figures? The source does not say it"
            self.points.ask("choice", asks, "topic", choices, key="title")
        if unit and not measures.counting(unit):  # thousands in a headline that does not say so would be false
            subject = f"{subject} ({unit})"
        known = [point for point in figures.points if point.y is not None]
        periods = period.column([point.x for point in known]) if known else None
        if figures.is_map:
            kind = "places"
        elif not periods:
            kind = "tie" if tie else "most"
        else:
            kind = "last" if broken or len(known) == 1 else "change"
        return titles.of(kind, subject, self.lang, days=periods is not None and not periods[0].months)

    def _broken(self, breaks: dict[str, str]) -> bool:
        """Whether the series is broken where it is shown; a jump nobody has spoken of is left to a person."""
        there = self.context.pack.slides.get(self.id)
        known = {str(each.at) for each in there.breaks} if isinstance(there, Dataset) else set()
        new = [
            said("break at {at} ({note})", at=at, note=note)
            for at, note in breaks.items()
            if there is not None and at not in known
        ]
        known |= set(breaks)
        timed = not self.data.counted and period.column([point.x for point in self.figures.points]) is not None
        jumps = series.jumps(self.figures.points) if timed else []
        for one, other in jumps:
            if other.x not in known and other.x[:4] not in known:
                values = said(
                    "{y} in {x}, {y2} in {x2}", y=table.plain(one.y), x=one.x, y2=table.plain(other.y), x2=other.x
                )
                new.append(said("possible break at {x} ({values})", x=other.x, values=values))
                if self.options.title:
                    self.points.warn("break", said("{new}: mark it with `breaks`, if it is one", new=new[-1]))
                else:
                    self._ask_of(new[-1], other.x)
        if new and isinstance(there, Dataset) and _compares(there):
            message = said("would headline a {new}: mark it with `breaks`, or write the title yourself", new=new[-1])
            raise refused("break", self.where, message)
        return bool(known or jumps)

    def _ask_of(self, jump: str, x: str) -> None:
        choices = [Choice(answer=f"{x}=alt mod de numărare", gives=said("the slide marks the break"))]
        if x.isdecimal():
            choices.append(Choice(answer=x, option="since", gives=said("the series begins in {x}", x=x)))
        asks = said(
            "{jump}: mark it with `breaks`, or write the title yourself: is it counted in another way from then on?",
            jump=jump,
        )
        self.points.ask("break", asks, "breaks", choices)

    def _dates(self) -> None:
        figures, modified = self.figures, self.data.modified
        if figures.as_of and modified[:4].isdigit() and int(modified[:4]) > figures.as_of.year:
            last = period.CalendarPeriod(figures.as_of, 12).label
            message = said(
                "the last point is of {last} while the portal says it was modified on {modified}",
                last=last,
                modified=modified,
            )
            self.points.warn("date", message)
        lost = [] if figures.is_map else [point.x for point in figures.points if point.y is None]
        if lost:
            message = said(
                "has no value for {lost}: the chart shows it as missing, not as zero", lost=", ".join(lost[:8])
            )
            self.points.warn("missing", message)

    def _source(self) -> dict[str, Any]:
        options, data = self.options, self.data
        page = options.page or data.page
        name = options.source_name or data.publisher or urlsplit(page).hostname
        licence = options.licence or data.licence
        as_of = self._as_of()
        for value, key, option, asks in (
            (name, "name", "source-name", "who publishes these figures?"),
            (page, "url", "page", "where can they be read?"),
            (licence, "licence", "licence", "under which licence are they? The source does not say it"),
            (as_of or self.figures.as_of, "as_of", "as-of", "of when are the figures? They do not say it"),
        ):
            if not value:
                self.points.ask("source", asks, option, key=f"source.{key}")
        fields = {"name": name, "url": page, "licence": licence, "as_of": as_of}
        return {key: value for key, value in fields.items() if value}

    def _as_of(self) -> Any:
        """The day a person says; the period that the source says of all its bars, where that was over before."""
        figures, said_by_person = self.figures, self.options.as_of
        if not said_by_person or figures.as_of is None or self.data.counted or figures.is_map:
            return said_by_person or None
        named = any(period.read(point.x) is None for point in figures.points)
        if not named or figures.as_of.isoformat() >= str(said_by_person)[:10]:
            return said_by_person
        self.points.warn(
            "date", said("the source says that its figures are of {as_of}, and so does the slide", as_of=figures.as_of)
        )
        return figures.as_of.isoformat()

    def _link(self) -> dict[str, str] | None:
        page = self.options.page or self.data.page
        short = self.options.short or urlsplit(page).hostname or ""
        return {"url": page, "short": short} if page and len(short) <= 20 else None


def _compares(slide: Dataset) -> bool:
    """Whether a headline sets the last figure against the first: new figures must not make it say what is a break."""
    title = slide.title if isinstance(slide.title, str) else " ".join(slide.title.values())
    return "{first}" in title or "{change}" in title


def _id(text: str) -> str:
    try:
        return msgspec.convert(text, Id)
    except msgspec.ValidationError:
        raise refused(
            "option", "--id", said("found {text!r}, expected lower-case letters a-z, digits and hyphens", text=text)
        ) from None


def _file(source: str) -> str:
    """What a source is compared by: an address as it is, a file by its name without the folder."""
    return source if urlsplit(source).scheme in ("http", "https") else source.replace("\\", "/").rpartition("/")[2]


def _stem(source: str) -> str:
    """The name of the file without its ending."""
    path = urlsplit(source).path if _file(source) == source else source
    name = _file(path).rstrip("/").rpartition("/")[2]
    return name.partition(".")[0]


def _label(data: SourceData, options: Options) -> str:
    """What the slide is named after, before its figures are read: not after a place, a unit or a period."""
    if data.counted == "departures":
        return options.topic or data.title
    where = pairs(options.where, "where")
    named = [value for column, value in where.items() if dimensions.naming(column, value)]
    return "-".join(named) or options.topic or data.subject or data.title
