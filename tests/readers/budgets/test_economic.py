"""Titles and articles among chapters: told apart by the open title, words, order and sums, or left to a total."""

from decimal import Decimal

import pytest

from content.readers.budgets import economic


def told_apart(text: str) -> tuple[list[economic.CodedRow], economic.EconomicRows]:
    """`code name amount` a line; `-` for no code."""
    read, amounts = [], {}
    for number, line in enumerate(filter(str.strip, text.splitlines()), 1):
        code, _, rest = line.strip().partition(" ")
        name, _, amount = rest.rpartition(" ")
        read.append(economic.CodedRow(number, None if code == "-" else code, name))
        amounts[number] = Decimal(amount)
    return read, economic.told_apart(read, amounts.get)


def codes_of(text: str) -> list[str | None]:
    """The codes of the rows that are economic."""
    rows, told = told_apart(text)
    return [row.code for row in rows if row.number in told.numbers]


SUMMARY = """
49.02 TOTAL CHELTUIELI 100
01 CHELTUIELI CURENTE 60
10 TITLUL I CHELTUIELI DE PERSONAL 20
10.01 Cheltuieli salariale în bani 18
10.02 Cheltuieli salariale în natură 2
51 TITLUL VI TRANSFERURI 40
51.01 Transferuri curente 30
51.01.01 Transferuri către instituții publice 30
51.02 Transferuri de capital 10
51.02.12 Transferuri pentru finanțarea investițiilor la spitale 10
70 CHELTUIELI DE CAPITAL 40
71 TITLUL XIII ACTIVE NEFINANCIARE 40
71.01 Active fixe 40
71.01.01 Construcții 40
"""


def test_the_summary_of_the_whole_budget_and_that_of_a_chapter() -> None:
    text = (
        SUMMARY
        + """
    50.02 Partea I-a SERVICII PUBLICE GENERALE 100
    51.02 Autorități publice și acțiuni externe 100
    51 TITLUL VI TRANSFERURI 100
    51.02 Transferuri de capital 100
    - Din total capitol: 0
    51.02.01 Autorități executive și legislative 100
    51.02.01.03 Autorități executive 100
    """
    )
    economic_codes = [line.split()[0] for line in SUMMARY.strip().splitlines()[1:]]
    assert codes_of(text) == [*economic_codes, "51", "51.02"]
    assert told_apart(text)[1].unsure == ()


@pytest.mark.parametrize(
    ("articles", "collides"),
    [("51.01  30\n51.02  10", True), ("51.01  40\n51.02  10", False)],
)
def test_without_words_the_sum_of_the_title_tells(articles: str, collides: bool) -> None:
    text = f"49.02  100\n51  40\n{articles}\n65.02  90\n"
    assert ("51.02" in codes_of(text)) is collides
    assert told_apart(text)[1].unsure == ()


def test_what_nothing_tells_is_unsure() -> None:
    (row,) = told_apart("51  40\n51.02  10\n65.02  90\n")[1].unsure
    assert (row.number, row.code) == (2, "51.02")


def test_a_chapter_after_a_later_one_is_an_article() -> None:
    text = "65.02 Învățământ 90\n51  10\n51.02  10\n66.02  1\n81  5\n81.02  5\n"
    assert codes_of(text) == ["51", "51.02", "81", "81.02"]


def test_chapters_of_one_pair_are_no_titles() -> None:
    assert codes_of("65 Învățământ 1\n84 Transporturi 2\n") == []
    assert codes_of("65.02 Învățământ 1\n84 Transporturi 2\n66 Sănătate 3\n") == []
    assert codes_of("65.02  1\n20  1\n") == ["20"]


def test_parts_of_a_chapter_after_an_article_of_its_number() -> None:
    text = """
    49.02 TOTAL 100
    81.02 Combustibili și energie 100
    81 TITLUL XVII RAMBURSĂRI DE CREDITE 40
    81.02 Rambursări de credite interne 40
    81.02.06 Energie termică 100
    """
    assert codes_of(text) == ["81", "81.02"]
    assert codes_of(text.replace("Energie termică", "")) == ["81", "81.02"]
    below = text.replace("81.02.06 Energie termică 100", "81.02.01  40")
    assert codes_of(below) == ["81", "81.02", "81.02.01"]


def test_words_of_an_article_elsewhere_are_a_chapters_own() -> None:
    text = """
    80.02 Acțiuni generale economice 10
    71 TITLUL XIII ACTIVE NEFINANCIARE 10
    80.02.01.10 Programe de dezvoltare regională 10
    55.02 Dobânzi 5
    84.02 Reparații de străzi 5
    """
    assert codes_of(text) == ["71"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("65.02 Învățământ 90\n84 Drumuri 10\n", "84"),
        ("65.02 Învățământ 90\n51.02 Transferuri de capital 10\n", "51.02"),
        ("51.02  90\n51  10\n51.02  10\n", "51.02"),
    ],
)
def test_what_only_a_total_can_prove(text: str, code: str) -> None:
    told = told_apart(text)[1]
    assert [row.code for row in told.unsure] == [code]
    assert {row.number for row in told.unsure} <= told.numbers


def test_a_chapter_of_one_pair_with_its_name_is_a_chapter() -> None:
    assert codes_of("65.02 Învățământ 90\n84 Transporturi 10\n20 Bunuri 5\n") == ["20"]
