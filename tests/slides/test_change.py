"""What changed between two budgets, by hand."""

from tests.slides.budget_tables import AFTER, TOWN, composed, said, two, with_budget
from tests.slides.budgets import PREVIOUS, budget_city


def test_year_on_year_by_hand() -> None:
    """2,352,378.93 − 1,921,949.49 = 430,429.44 thousand lei, + 22.40 %.

    In the prices of 2024 the year before was 1,921,949.49 × 1.056 = 2,029,578.66: + 322,800.27, + 15.90 %.
    """
    data = composed(budget_city(), "buget-schimbare")
    assert [said(row, "label", "figure", "beside") for row in data["rows"]] == [
        ("În total", "+430", "+22 %"),
        ("Fără inflație", "+323", "+16 %"),
        ("Transport", "+312", "+83 %"),  # 311,977.25 of 375,000
        ("Căldură", "+113", "de 3,8 ori"),  # 40,000 to 153,215.51: more than three times is no per cent
        ("Locuințe, iluminat, apă", "\u221224", "\u221210 %"),  # 231,500 to 207,691.08
        ("Toate celelalte", "+29", "+2,3 %"),  # 1,275,449.49 to 1,304,495.09
    ]
    assert data["note"].replace("\u00a0", " ") == "milioane de lei, față de 2023 (votat)"
    assert "inflație 5,6 % (exemplu, 2024)" in data["foot"].replace("\u00a0", " ")


def test_a_falling_chapter_stands_left_of_zero_and_the_longest_bar_is_one() -> None:
    parts = [row["part"] for row in composed(budget_city(), "buget-schimbare")["rows"] if not row["whole"]]
    assert max(map(abs, parts)) == 1
    assert [part < 0 for part in parts] == [False, False, True, False]


def test_without_inflation_only_what_is_known() -> None:
    previous = {key: value for key, value in PREVIOUS.items() if key != "inflation"}
    data = composed(with_budget("buget-schimbare", previous=previous), "buget-schimbare")
    assert [said(row, "label")[0] for row in data["rows"] if row["whole"]] == ["În total"]
    assert "infla" not in data["foot"]


def test_what_is_new_and_what_is_gone_has_no_per_cent() -> None:
    """1,500,000 to 1,400,000: − 100 thousand, − 6.67 %; in thousands, as no chapter changed by ten millions."""
    data = composed(two(TOWN, AFTER), "x")
    assert [said(row, "label", "figure", "beside") for row in data["rows"]] == [
        ("În total", "\u2212100", "\u22126,7 %"),
        ("Școli și grădinițe", "\u2212500", "la zero"),
        ("Transport", "+200", "+29 %"),
        ("Sănătate", "+200", "de la zero"),
        ("Administrație", "0", "0 %"),
    ]
    assert data["note"].replace("\u00a0", " ") == "mii de lei, față de 2023 (executat)"
