"""What a budget is of: what person and file agree on; what one says otherwise than the other is asked."""

from typing import Any

import pytest

from content.authored import Moment
from content.imports import budget_claims
from content.imports.budget_claims import Settled
from content.imports.budget_options import Options
from content.pack.parse import parse
from content.questions import Question, QuestionError
from content.readers.budgets.title import TitleGroup, of_name
from tests.imports.test_budget import CITY, SPENT, bring

TOWN = parse(CITY).city


def settled(title: str = "", name: str = "buget.csv", **said: Any) -> Settled:
    groups = (TitleGroup("its title", (title,)), TitleGroup("the file's name", (of_name(name),)))
    return budget_claims.settled((groups,), "b.csv", Options(**said), TOWN)


def asked(title: str = "", name: str = "buget.csv", **said: Any) -> dict[str, Question]:
    """The questions, by their code."""
    with pytest.raises(QuestionError) as caught:
        settled(title, name, **said)
    return {question.code: question for question in caught.value.questions}


def answers(question: Question) -> list[tuple[str, str]]:
    return [(choice.option or question.option, choice.answer) for choice in question.choices]


def test_where_the_person_says_nothing_the_title_is_believed_and_told() -> None:
    both = settled("Proiectul bugetului local pe anul 2026")
    assert (both.year, both.stage) == (2026, "draft")
    assert [finding.message for finding in both.findings] == [
        "is of 2026, as its title ('Proiectul bugetului local pe anul 2026') says",
        "is a draft, as its title ('Proiectul bugetului local pe anul 2026') says",
    ]


@pytest.mark.parametrize(
    ("name", "stage"),
    [
        ("Proiect-buget-2025.csv", "draft"),
        ("executia_bugetului_2025.csv", "executed"),
        ("buget-2025-aprobat.csv", "voted"),
    ],
)
def test_the_files_name_where_there_is_no_title(name: str, stage: str) -> None:
    assert settled(name=name)[:2] == (2025, stage)


def test_what_nobody_says_is_asked_all_at_once() -> None:
    questions = asked()
    assert questions["year"].option == "year"
    assert answers(questions["status"]) == [("status", "draft"), ("status", "voted"), ("status", "executed")]
    assert answers(asked("Buget 2025 și 2026", status="voted")["year"]) == [("year", "2025"), ("year", "2026")]


@pytest.mark.parametrize(
    ("title", "said", "code", "choices"),
    [
        ("BUGETUL LOCAL PE ANUL 2025", {}, "year", [("year", "2025"), ("sure", "year")]),
        ("PROIECT DE BUGET", {}, "status", [("status", "draft"), ("sure", "status")]),
        ("CONTUL DE EXECUȚIE", {}, "status", [("status", "executed"), ("sure", "status")]),
        ("Anexa la HCL nr. 14/30.01.2026", {"status": "draft"}, "status", [("status", "voted"), ("sure", "status")]),
        ("Municipiul Arad", {}, "city", [("sure", "city")]),
        ("CONSILIUL JUDEȚEAN TIMIȘ", {}, "city", [("sure", "city")]),
        ("Buget pe trimestrul I", {}, "partial", [("sure", "year")]),
    ],
)
def test_a_contradiction_is_asked_and_a_person_may_be_sure(
    title: str, said: dict[str, Any], code: str, choices: list[tuple[str, str]]
) -> None:
    chosen = {"year": 2026, "status": "voted", **said}
    questions = asked(title, **chosen)
    assert list(questions) == [code]
    assert answers(questions[code]) == choices
    assert title in questions[code].seen
    kept = settled(title, sure=(choices[-1][1],), **chosen)
    assert (kept.year, kept.stage) == (chosen["year"], chosen["status"])
    follow = [choice for choice in choices if choice[0] != "sure"]
    for option, answer in follow:
        value: Any = int(answer) if option == "year" else answer
        settled(title, **{**chosen, option: value})


def test_the_title_goes_before_the_name_which_is_told() -> None:
    kept = settled("Bugetul pe anul 2026", "buget-2025.csv", year=2026, status="voted")
    assert kept.year == 2026
    assert [finding.message for finding in kept.findings] == [
        "is of 2026, though the file's name ('buget 2025') says 2025"
    ]
    assert list(asked("Bugetul pe anul 2025", "buget-2026.csv", year=2026, status="voted")) == ["year"]


def test_an_execution_of_a_part_of_the_year_ends_where_its_title_says() -> None:
    part = settled("Execuția la 31 martie 2026")
    assert (part.year, part.stage, part.until and part.until.isoformat()) == (2026, "executed", "2026-03-31")
    assert part.months(Moment("2026-12-31")) == 3
    whole = settled("Execuția la 31 decembrie 2026")
    assert whole.until is None
    assert whole.months(Moment("2027-02-01")) == 12
    assert whole.months(Moment("2026-09-30")) == 9
    assert (
        settled("Buget rectificat la data de 30.06.2026", year=2026, status="voted").months(Moment("2026-06-30")) == 12
    )


def test_a_rectified_budget_is_told() -> None:
    kept = settled("BUGETUL RECTIFICAT PE ANUL 2026")
    assert kept.stage == "voted"
    assert "is a rectified budget, as 'BUGETUL RECTIFICAT PE ANUL 2026' says" in [
        each.message for each in kept.findings
    ]


def test_a_source_that_says_it_by_fields() -> None:
    assert budget_claims.of_source(2024, "executed", "x", Options())[:2] == (2024, "executed")
    with pytest.raises(QuestionError) as caught:
        budget_claims.of_source(2024, "executed", "x", Options(status="voted"))
    assert answers(caught.value.questions[0]) == [("status", "executed"), ("sure", "status")]
    with pytest.raises(QuestionError):
        budget_claims.of_source(2024, None, "x", Options())


def test_an_import_that_must_ask_writes_nothing() -> None:
    imported, _ = bring("buget.csv", {"buget.csv": SPENT})
    assert imported.files == {}
    assert [question.option for question in imported.questions] == ["year"]
    answered, _ = bring("buget.csv", {"buget.csv": SPENT}, CITY, year="2024")
    assert "slides/buget-2024-100.yaml" in answered.files
