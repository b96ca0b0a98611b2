"""The unit of a budget is known by its words and by arithmetic; what no town could have is refused with the sum."""

from decimal import Decimal

import pytest

from content.findings import RefusedError
from content.pack.slides import BudgetUnit
from content.readers.budgets import units

TOWN = units.Town("buget.csv", 250_849)
TOTAL = Decimal("2352378.93")


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("- mii lei -", "thousand lei"),
        ("(mii de lei)", "thousand lei"),
        ("Total (mii lei)", "thousand lei"),
        ("în mii RON", "thousand lei"),
        ("mil. lei", "million lei"),
        ("milioane de lei", "million lei"),
        ("ezer lej", "thousand lei"),
        ("thousand lei", "thousand lei"),
        ("lei", "lei"),
        ("Valoare RON", "lei"),
        ("mii euro", "thousand EUR"),
        ("mil. EUR", "million EUR"),
        ("sume în €", "EUR"),
    ],
)
def test_words_for_units(text: str, unit: BudgetUnit) -> None:
    assert units.words([text]) == {unit: text}


def test_words_that_only_look_like_units() -> None:
    assert units.words(["Leii din parc", "Muzeul European", "milă", "colei", "mii"]) == {}


def test_the_file_says_it() -> None:
    proof = TOWN.detect(["Buget 2024", "- mii lei -"], TOTAL)
    assert proof.unit == "thousand lei"
    assert proof.sentence == (
        "thousand lei, as the file says ('- mii lei -'): 2,352,378.93 thousand lei is 9,377.67 lei per inhabitant"
    )
    assert proof.findings == ()


def test_the_name_of_the_file_says_it_when_nothing_inside_does() -> None:
    town = units.Town("https://city.ro/lei/buget-mii-lei.csv", 250_849)
    assert town.detect(["Buget"], TOTAL).unit == "thousand lei"
    assert "as the file's name says ('buget-mii-lei.csv')" in town.detect(["Buget"], TOTAL).sentence
    assert town.detect(["lei"], TOTAL * 1000).unit == "lei"


@pytest.mark.parametrize(("times", "unit"), [(1000, "lei"), (1, "thousand lei"), (Decimal("0.001"), "million lei")])
def test_nobody_says_it_and_only_one_is_possible(times: Decimal, unit: BudgetUnit) -> None:
    proof = TOWN.detect([], TOTAL * times)
    assert proof.unit == unit
    assert "though the file does not say" in proof.sentence
    assert "9,377.67 lei per inhabitant" in proof.sentence


def test_the_proof_says_what_the_others_would_be() -> None:
    assert TOWN.detect([], TOTAL).sentence.endswith(
        "in lei it would be 9.38 lei, in million lei it would be 9.4 million lei"
    )


def test_lei_labelled_thousand_lei() -> None:
    with pytest.raises(RefusedError) as refusal:
        TOWN.detect(["mii lei"], Decimal(2_388_257_760))
    (finding,) = refusal.value.findings
    assert (finding.code, finding.where) == ("unit", "buget.csv")
    assert finding.message.startswith(
        "2,388,257,760 thousand lei would be 9.5 million lei per inhabitant (9,520,698.75 lei"
    )
    assert finding.fix == "if the amounts are in lei, that is 9,520.70 lei each: name it"


def test_a_person_goes_before_the_file_but_not_before_arithmetic() -> None:
    proof = TOWN.detect(["mii lei"], Decimal(2_388_257_760), "lei")
    assert proof.unit == "lei"
    assert proof.sentence == "lei, as you say: 2,388,257,760 lei is 9,520.70 lei per inhabitant"
    (finding,) = proof.findings
    assert finding.level == "warning"
    assert finding.message == (
        "says thousand lei ('mii lei'), you say lei: that would be 9.5 million lei per inhabitant; read as lei"
    )
    with pytest.raises(RefusedError, match=r"would be 0\.01 lei per inhabitant"):
        TOWN.detect([], Decimal(2352), "lei")


def test_words_that_contradict_each_other_are_refused_with_what_each_would_be() -> None:
    with pytest.raises(RefusedError) as refusal:
        TOWN.detect(["Buget (lei)", "- mii lei -"], TOTAL)
    message = refusal.value.findings[0].message
    assert "lei ('Buget (lei)': 9.38 lei); thousand lei ('- mii lei -': 9,377.67 lei)" in message


def test_no_unit_is_possible() -> None:
    with pytest.raises(RefusedError, match="none of these is possible; expected a unit, one of lei, thousand lei"):
        TOWN.detect([], Decimal(10))


def test_euro_are_never_guessed_and_stay_euro() -> None:
    proof = TOWN.detect(["Total (mii EUR)"], Decimal(480_000))
    assert proof.unit == "thousand EUR"
    assert proof.sentence.endswith("480,000 thousand EUR is 1,913.50 EUR per inhabitant")
    with pytest.raises(RefusedError) as refusal:
        TOWN.detect([], Decimal(480_000_000), "thousand EUR")
    assert "at about 5 lei a euro" in refusal.value.findings[0].message
    assert refusal.value.findings[0].fix == "if the amounts are in EUR, that is 1,913.50 EUR each: name it"


def test_budgets_of_own_revenue_may_be_small() -> None:
    small = Decimal(5_000_000)
    units.Town("x", 250_849, own=True).check(small, "lei")
    with pytest.raises(RefusedError, match=r"would be 19\.93 lei per inhabitant"):
        TOWN.check(small, "lei")
    with pytest.raises(RefusedError, match="more than one of these is possible"):
        units.Town("x", 250_849, own=True).detect([], small)


def test_in_january_a_small_town_has_spent_little() -> None:
    town = units.Town("x", 2_000, months=1)
    town.check(Decimal(160_000), "lei")
    with pytest.raises(RefusedError, match=r"between 25 and 100,000 lei in 1 of the year's 12 months: is the unit"):
        town.check(Decimal(160), "lei")
    with pytest.raises(RefusedError, match="between 300 and 100,000 lei: is the unit"):
        units.Town("x", 2_000).check(Decimal(160_000), "lei")
