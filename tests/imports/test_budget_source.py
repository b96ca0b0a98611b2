"""Whose figures a budget's slides say they are: what is known is said, what is not is a person's to say."""

from datetime import date

import pytest

from content.authored import Moment
from content.imports import budget_source
from content.imports.budget_options import Budgeted, Options, Stage


def known(source: str = "buget.csv", stage: Stage = "voted") -> Budgeted:
    return Budgeted(sides={}, year=2026, stage=stage, source=source, findings=())


@pytest.mark.parametrize(
    ("stage", "name"),
    [
        ("draft", "proiectul bugetului local 2026"),
        ("voted", "bugetul local 2026"),
        ("executed", "execuția bugetului local 2026"),
    ],
)
def test_without_a_name_it_is_the_budgets_own_in_each_language_of_the_city(stage: Stage, name: str) -> None:
    fields, missing = budget_source.source(known(stage=stage), Options(), ("ro", "hu"), "d")
    assert fields["name"]["ro"] == name
    assert list(fields["name"]) == ["ro", "hu"]
    assert fields["licence"] == {"ro": "act public", "hu": "közokirat"}
    assert fields["url"] == "…"
    assert [question.key for question in missing] == ["source.url", "source.as_of"]


def test_what_a_person_says_goes_before() -> None:
    options = Options(source_name="Direcția", source_url="https://x.ro/b", licence="CC0", as_of=Moment("2026-02-10"))
    assert budget_source.source(known("https://y.ro/b"), options, ("ro",), "d") == (
        {"name": "Direcția", "url": "https://x.ro/b", "licence": "CC0", "as_of": "2026-02-10"},
        [],
    )


def test_an_address_is_where_it_can_be_read_and_a_draft_is_of_its_day() -> None:
    options = Options(published=Moment("2026-01-05"))
    fields, missing = budget_source.source(known("https://y.ro/b", "draft"), options, ("ro",), "d")
    assert (fields["url"], fields["as_of"], missing) == ("https://y.ro/b", "2026-01-05", [])
    assert "as_of" not in budget_source.source(known("https://y.ro/b"), options, ("ro",), "d")[0]


@pytest.mark.parametrize(
    ("options", "link"),
    [
        (Options(web="https://oras.ro/buget"), {"url": "https://oras.ro/buget", "short": "oras.ro"}),
        (
            Options(source_url="https://oras.ro/b", short="oras.ro/b"),
            {"url": "https://oras.ro/b", "short": "oras.ro/b"},
        ),
        (Options(web="https://o-adresa-cu-mult-prea-lunga.ro/"), None),
        (Options(), None),
    ],
)
def test_a_link_is_one_that_can_be_typed(options: Options, link: dict[str, str] | None) -> None:
    assert budget_source.link(options) == link


def test_what_is_an_address() -> None:
    assert budget_source.is_address("https://x.ro")
    assert not budget_source.is_address("buget.csv")
    assert not budget_source.is_address("ftp://x.ro")


def test_the_day_of_the_decision_is_a_choice_for_the_day_of_the_figures() -> None:
    decided = known()._replace(decided=date(2026, 1, 30))
    _, questions = budget_source.source(decided, Options(), ("ro",), "d")
    assert [choice.answer for choice in questions[1].choices] == ["2026-01-30"]
