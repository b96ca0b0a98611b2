"""Headlines of a budget: every number is one of the data, and words for shares are true."""

import csv
import re
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.imports import budget_titles
from content.pack.slides import Budget
from content.slides import numerals
from content.slides.compose import compose
from tests.imports.test_budget import BOTH, CITY, INCOME, LANGS, SPENT, WHOLE, bring, set_of
from tests.slides.budgets import BEFORE, budget_city, budget_slide
from tests.slides.samples import FORMATS


def test_its_titles_are_the_findings_of_the_real_figures() -> None:
    """29 of 100 lei; 686,977,250 / 250,849 / 12 = 228; own 1,193.7 of 2,261.5 million: 53; 1,114.6 of 2,352.4: 47 %."""
    imported, _ = bring("cheltuieli-2024.csv", BOTH, **WHOLE)
    pack = set_of(imported)
    assert [pack.city.say(pack.slides[name].headline(), "ro") for name in imported.slides] == [
        "Bugetul e planul cu banii orașului pe un an",
        "Aproape jumătate din buget merge în investiții",
        "Transport: 29 din 100 de lei",
        "Bani proprii: 53 din 100 de lei",
        "Transport: 228 de lei pe lună de locuitor",
    ]
    assert pack.city.say(pack.slides["b-100"].headline(), "hu") == "Közlekedés: 100 lejből 29"
    assert pack.city.say(pack.slides["b-venituri"].headline(), "de") == "Eigene Einnahmen: 53 von 100 Lei"


def test_growth_below_that_of_prices_is_not_called_growth() -> None:
    """430 of 1,922 million is 22.4 %: with prices up by 25 % the budget buys less."""
    files = {**CITY, "data/inainte.csv": BEFORE.encode()}
    asked = {"previous": "data/inainte.csv", "inflation_source": "INS", "inflation_as_of": "2024-12-31"}
    titles = []
    for percent in ("5.6", "25"):
        imported, _ = bring("cheltuieli-2024.csv", BOTH, files, inflation=percent, **asked)
        slide = set_of(imported, files).slides["buget-2024-schimbare"]
        titles.append(slide.headline()["ro"])  # type: ignore[index]
    assert titles == ["Bugetul crește cu 430 de milioane de lei", "Bugetul crește mai puțin decât prețurile"]


def amounts(data: bytes) -> dict[str, Decimal]:
    """Chapters of a file in lei, read without the readers."""
    rows = csv.DictReader(data.decode().splitlines(), delimiter=";")
    lei = {row["cod"]: Decimal(row["total"].replace(".", "").replace(",", ".")) * 1000 for row in rows}
    return {code: amount for code, amount in lei.items() if not code.startswith(("49", "00"))}


def numbers(text: str) -> list[int]:
    return [int(re.sub(r"[.,\s]", "", digits)) for digits in re.findall(r"\d+(?:[.,\u00a0]\d{3})*", text)]


def test_every_number_in_a_title_is_one_of_the_data() -> None:
    imported, _ = bring("cheltuieli-2024.csv", BOTH, **WHOLE)
    pack = set_of(imported)
    spent = amounts(SPENT)
    most, total = max(spent.values()), sum(spent.values())
    own = sum(amount for code, amount in amounts(INCOME).items() if code[:2] not in ("42", "11", "48", "45"))
    allowed = {
        "b-ce-este": [],
        "b-total": [],
        "b-100": [100, round(most * 100 / total)],
        "b-venituri": [100, round(own * 100 / sum(amounts(INCOME).values()))],
        "b-locuitor": [round(most / 250_849 / 12)],
    }
    for name, figures in allowed.items():
        for lang in LANGS:
            text = pack.city.say(pack.slides[name].headline(), lang)
            assert text is not None
            assert sorted(numbers(text)) == sorted(figures), (name, lang)


chapters = st.lists(st.integers(1, 3_000_000), min_size=2, max_size=12, unique=True)


CODES = ("51", "54", "55", "61", "65", "66", "67", "68", "70", "74", "81", "84")


@settings(max_examples=40, deadline=None)
@given(chapters)
def test_a_title_says_what_its_slide_says(lei: list[int]) -> None:
    """Of any budget, in every language: the number of the headline is that of the first row."""
    rows = "".join(f"{code}.02;x;{amount}\n" for code, amount in zip(CODES, lei, strict=False))
    pack, people = budget_city(), sum(lei) // 90_000 + 1
    if sum(lei) < 400 * people:
        return
    population = msgspec.structs.replace(pack.city.population, value=people)
    town = msgspec.structs.replace(pack.city, population=population)
    for view, more in (("hundred", [100]), ("per-inhabitant", [])):
        slide = budget_slide("buget-schimbare", view=view, data="data/x.csv", unit="lei", period="month")
        files = {"data/x.csv": f"cod;denumire;total\n{rows}".encode()}
        pack = msgspec.structs.replace(pack, city=town, slides={"x": slide}, files=files)
        for lang, text in budget_titles.title(pack, slide).items():
            first = compose(pack, "x", lang, FORMATS["landscape"]).data.rows[0]
            assert sorted(numbers(text)) == sorted([*numbers(first.figure), *more]), (view, lang)


WORDS = {
    "Aproape un sfert": (0.2, 0.25),
    "Un sfert": (0.245, 0.255),
    "Peste un sfert": (0.25, 0.3),
    "Aproape o treime": (0.29, 1 / 3),
    "O treime": (0.327, 0.34),
    "Peste o treime": (1 / 3, 0.37),
    "Aproape jumătate": (0.44, 0.5),
    "Jumătate": (0.49, 0.51),
    "Peste jumătate": (0.5, 0.56),
}
"""What a person takes the words for."""


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 10_000))
def test_words_for_shares_are_true(investing: int) -> None:
    running = 10_000 - investing
    text = f"cod;denumire;total;functionare;dezvoltare\n84.02;D;10000;{running};{investing}\n"
    pack = msgspec.structs.replace(budget_city(), files={**budget_city().files, "data/x.csv": text.encode()})
    slide = budget_slide("buget-schimbare", view="total", data="data/x.csv", unit="thousand lei")
    town = msgspec.structs.replace(pack.city, population=msgspec.structs.replace(pack.city.population, value=5000))
    title = budget_titles.title(msgspec.structs.replace(pack, city=town), slide)["ro"]
    share = investing / 10_000
    words = title.removesuffix(" din buget merge în investiții")
    if words in WORDS:
        low, high = WORDS[words]
        assert low <= share <= high, title
    else:
        (count, hundred) = numbers(title)
        assert hundred == 100
        assert abs(count * 100 - investing) <= 50


@pytest.mark.parametrize("lang", LANGS)
def test_a_long_name_does_not_make_a_long_headline(lang: str) -> None:
    pack = budget_city()
    names = msgspec.structs.replace(pack.names, expenditure={"84": dict.fromkeys(LANGS, "Căi ferate și " * 4)})
    pack = msgspec.structs.replace(pack, names=names)
    for name in ("buget-100", "buget-locuitor"):
        slide = pack.slides[name]
        assert isinstance(slide, Budget)
        assert len(budget_titles.title(pack, slide)[lang]) <= budget_titles.LONGEST


def test_hungarian_declines_the_money_not_the_name() -> None:
    slide = budget_slide("buget-schimbare", view="hundred", unit="thousand EUR", data="data/x.csv")
    files = {"data/x.csv": b"cod;denumire;total\n84.02;D;96000\n65.02;S;32000\n"}
    title = budget_titles.title(msgspec.structs.replace(budget_city(), files=files), slide)
    assert (title["hu"], title["ro"]) == ("Közlekedés: 100 euróból 75", "Transport: 75 din 100 de euro")
    assert numerals.money(Decimal(430_000_000), "hu", "EUR").endswith("euró")
