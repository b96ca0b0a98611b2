"""Imports a case as a person would, and reads the files that were written with a parser of its own.

Nothing of the program's readers is used to read what they wrote: CSV and YAML are read by their libraries.
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, NamedTuple

import yaml

from content.findings import Finding, RefusedError
from content.imports import options
from content.imports.conversation import Ask, Context, Imported, Told, held
from content.imports.registry import importer
from content.pack.parse import parse
from content.questions import Question
from tests import sample
from tests.corpus.case import Asked, Budget, Case, Days, Draft, Places, Refused, Table

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
LEI = {"lei": 1, "thousand lei": 1000, "million lei": 1_000_000, "EUR": 1, "thousand EUR": 1000, "million EUR": 10**6}
SIDES = {"spent": "cheltuieli", "income": "venituri"}


class Outcome(NamedTuple):
    """What an import did: files by path, what it told and asked; `refused` is empty unless it refused."""

    files: Mapping[str, bytes]
    findings: tuple[Finding, ...] = ()
    questions: tuple[Question, ...] = ()
    refused: str = ""

    @property
    def words(self) -> str:
        """All that a person is told."""
        return "\n".join([*map(str, self.findings), *map(str, self.questions)])

    def slides(self) -> Iterator[dict[str, Any]]:
        """The slides and drafts."""
        for path, data in sorted(self.files.items()):
            if path.startswith(("slides/", "drafts/")):
                yield yaml.safe_load(data)


def context(case: Case) -> Context:
    """The pack a case is imported into: a city of that name, with as many inhabitants."""
    city = f"""
id: proba
name: {case.city}
timezone: Europe/Bucharest
languages: [ro, en, hu]
population: {{value: {case.inhabitants}, as_of: 2021-12-01, source: "INS, RPL 2021"}}
contact: {{phone: "0256 408 300", desk: "bd. C.D. Loga 1, luni–vineri 8–16"}}
"""
    files = sample.files(city=city) | case.pack
    return Context(parse(files), files, NOW)


def outcome(case: Case) -> Outcome:
    """Holds the conversation of the case's importer to its end."""
    data = case.body
    sources = {case.file: data, **case.beside}

    def answer(ask: Ask) -> Told:
        body = sources.get(ask.address)
        return Told(address=ask.address, status=404 if body is None else 200, body=body or b"not there")

    reader, pack = importer(case.reader), context(case)
    try:
        picked = options.chosen(case.options, reader.options)
        imported: Imported = held(reader.converse(case.file, picked, pack), answer)
    except RefusedError as error:
        return Outcome({}, refused=str(error))
    return Outcome(imported.files, imported.findings, imported.questions)


def check(case: Case, result: Outcome) -> None:
    """Raises AssertionError when the outcome is another than the case expects."""
    expect = case.expect
    if isinstance(expect, Refused):
        assert result.refused, f"expected a refusal; was read to:\n{shown(result)}"
        lacking = [text for text in expect.texts if text not in result.refused]
        assert not lacking, f"{lacking} not in: {result.refused}"
        return
    assert not result.refused, f"was refused: {result.refused}"
    if isinstance(expect, Asked):
        assert not result.files, f"expected nothing to be written:\n{shown(result)}"
        answers = {
            choice.answer
            for each in result.questions
            for choice in each.choices
            if (choice.option or each.option) == expect.option
        }
        named = {each.option for each in result.questions}
        assert expect.option in named or answers, f"asks for {sorted(named)}: {result.words}"
        assert set(expect.answers) <= answers, f"offers {sorted(answers)}"
    elif isinstance(expect, Days):
        made = campaigns(result, len(expect.campaigns))
        assert made == list(expect.campaigns), result.words
    else:
        assert result.files, f"expected files; was asked: {result.words}"
        _checked(expect, result)
        asked = {each.option or each.key for each in result.questions} | {each.key for each in result.questions}
        assert not expect.asks or set(expect.asks) <= asked, f"asks {sorted(asked)}: {result.words}"
    lacking = [text for text in expect.notes if text not in result.words]
    assert not lacking, f"{lacking} not in:\n{result.words}"


def _checked(expect: Budget | Table | Places | Draft, result: Outcome) -> None:
    slides = list(result.slides())
    if isinstance(expect, Budget):
        for side, name in SIDES.items():
            assert chapters(result, name) == _decimals(getattr(expect, side)), name
        slides = [slide for slide in slides if slide.get("view") == expect.view] if expect.slide else []
    elif isinstance(expect, Table):
        assert list(points(result, slides[0]).items()) == list(_decimals(expect.points).items())  # type: ignore[union-attr]
    elif isinstance(expect, Places):
        assert list(places(result, slides[0]).items()) == list(expect.places.items())
    for slide in slides[:1]:
        assert {path: _at(slide, path) for path in expect.slide} == dict(expect.slide)
        if isinstance(expect, Draft):
            assert [path for path in expect.lacks if _at(slide, path) is not None] == []
    assert slides or not expect.slide, "no such slide"


def chapters(result: Outcome, side: str) -> dict[str, Decimal | None] | None:
    """The chapters of a side, in lei (or euro), as the data file has them; None without one."""
    path = next((path for path in result.files if path.startswith("data/") and path.endswith(f"-{side}.csv")), None)
    if path is None:
        return None
    unit = next(slide["unit"] for slide in result.slides() if slide.get("data") == path or "unit" in slide)
    rows = list(csv.DictReader(io.StringIO(result.files[path].decode()), delimiter=";"))
    amounts = {}
    for row in rows:
        code = row["cod"]
        if code[:2] in ("00", "49") or code.count(".") > 1 or code.startswith("99"):
            continue
        amounts[code] = _decimal(row["total"].replace(",", "."), LEI[unit])
    return amounts


def points(result: Outcome, slide: Mapping[str, Any]) -> dict[str, Decimal | None]:
    """The points of a table's slide, as its data file has them."""
    rows = list(csv.DictReader(io.StringIO(result.files[slide["data"]].decode())))
    where = slide.get("where", {})
    kept = [row for row in rows if all(row[column] == str(value) for column, value in where.items())]
    since = slide.get("since")
    kept = [row for row in kept if since is None or int(row[slide["x"]][:4]) >= since]
    return {row[slide["x"]]: _decimal(row[slide["y"]], 1) for row in kept}


def places(result: Outcome, slide: Mapping[str, Any]) -> dict[str, tuple[float, float]]:
    """The places of a map's slide, as its data file has them."""
    features = json.loads(result.files[slide["data"]])["features"]
    return {each["properties"]["name"]: tuple(each["geometry"]["coordinates"]) for each in features}


def campaigns(result: Outcome, most: int) -> list[dict[str, Any]]:
    """When the last campaigns of the pack play, as its file has them; hours as `10:00-12:00`."""
    written = yaml.load(result.files.get("campaigns.yaml", b"campaigns: []"), yaml.BaseLoader)["campaigns"]
    return [
        {
            key: [f"{part['from']}-{part['to']}" for part in value] if key == "dayparts" else value
            for key, value in each.items()
            if key not in ("id", "playlist")
        }
        for each in written[len(written) - most :]
    ]


def shown(result: Outcome) -> str:
    """The files as text, for the message of a test that fails."""
    return "\n".join(f"{path}:\n{data.decode(errors='replace')[:600]}" for path, data in result.files.items())


def _decimal(text: str, scale: int) -> Decimal | None:
    return (Decimal(text) * scale).normalize() if text else None


def _decimals(amounts: Mapping[str, str] | None) -> dict[str, Decimal | None] | None:
    return None if amounts is None else {key: _decimal(text, 1) for key, text in amounts.items()}


def _at(value: Any, path: str) -> Any:
    """The value of a slide at a path as `source.as_of` or `breaks.0.at`; None when it is not there."""
    for part in path.split("."):
        if isinstance(value, list):
            value = value[int(part)] if part.isdigit() and int(part) < len(value) else None
        else:
            value = value.get(part) if isinstance(value, Mapping) else None
    return value
