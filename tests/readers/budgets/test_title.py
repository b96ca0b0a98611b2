"""The year, the stage and the part of the year that titles of budgets say."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.pack.slide import Stage
from content.readers.budgets import title


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("BUGETUL LOCAL PE ANUL 2026", [2026]),
        ("PE ANUL 2026 ȘI ESTIMĂRI PE ANII 2027-2029", [2026]),
        ("Buget 2026, comparativ cu 2025", [2026]),
        ("Buget local 2026 - rectificat prin HCL 120/2025", [2026]),
        ("Anexa nr. 1 la HCL nr. 14/30.01.2026", []),
        ("Anexa nr. 1 la H.C.L. nr. ____/2026", []),
        ("Hotărârea Consiliului Local nr. 14 din 30 ianuarie 2026", []),
        ("Legea nr. 273/2006", []),
        ("Estimări 2027, 2028 și 2029", []),
        ("Excedentul anului 2025", []),
        ("Data: 30.01.2026", []),
        ("Contul de execuție la data de 31 martie 2026", [2026]),
        ("Buget 2025 și 2026", [2025, 2026]),
        ("mii lei", []),
    ],
)
def test_the_year_is_the_budgets_own(text: str, years: list[int]) -> None:
    assert list(title.read([text]).years) == years


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("PROIECT", "draft"),
        ("Anexa 1 PROIECT", "draft"),
        ("Proiectul bugetului local pe anul 2026", "draft"),
        ("Proiect de hotărâre privind aprobarea bugetului", "draft"),
        ("PROIECTUL BUGETULUI RECTIFICAT", "draft"),
        ("Propuneri de buget 2026", "draft"),
        ("CONTUL DE EXECUȚIE A BUGETULUI LOCAL", "executed"),
        ("Execuția bugetului aprobat", "executed"),
        ("Situația plăților efectuate la 30.09.2026", "executed"),
        ("Realizări la 30.09.2026", "executed"),
        ("Propuneri rectificare buget", "draft"),
        ("Buget 2026 comparativ cu execuția 2025", None),
        ("Buget aprobat prin HCL", "voted"),
        ("BUGETUL RECTIFICAT", "voted"),
        ("Proiecte cu finanțare din fonduri externe", None),
        ("Direcția executivă", None),
        ("BUGETUL LOCAL", None),
    ],
)
def test_the_stage(text: str, stage: Stage | None) -> None:
    assert list(title.read([text]).stages) == ([stage] if stage else [])


def test_a_decision_and_a_rectification_are_kept_with_their_texts() -> None:
    titles = title.read(["Anexa nr. 1 la HCL nr. 14/30.01.2026", "BUGETUL RECTIFICAT"])
    assert titles.decided == date(2026, 1, 30)
    assert (titles.decision, titles.rectified) == ("Anexa nr. 1 la HCL nr. 14/30.01.2026", "BUGETUL RECTIFICAT")
    assert title.read(["Anexa nr. 1 la H.C.L. nr. ____/2026"]).decision == ""


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("la data de 31 martie 2026", date(2026, 3, 31)),
        ("Execuție la 30.06.2026", date(2026, 6, 30)),
        ("la data de 15.05.2026", date(2026, 5, 15)),
        ("trimestrul I 2026", date(2026, 3, 31)),
        ("trim. II", date(2026, 6, 30)),
        ("Trim.I-III", date(2026, 9, 30)),
        ("Semestrul I", date(2026, 6, 30)),
        ("pe primele 9 luni", date(2026, 9, 30)),
        ("luna februarie", date(2026, 2, 28)),
        ("ianuarie - aprilie 2026", date(2026, 4, 30)),
        ("03.2026", date(2026, 3, 31)),
        ("Data: 15.05.2026", None),
        ("trim. I-IV 2026", None),
        ("la data de 31 decembrie 2026", None),
        ("PREVEDERI TRIMESTRIALE", None),
    ],
)
def test_the_part_of_the_year_of_an_execution(text: str, last: date | None) -> None:
    period = title.read([text]).period("executed")
    assert (period and period.last(2026)) == last


def test_a_plan_is_of_a_quarter_and_never_of_the_day_it_was_decided() -> None:
    assert title.read(["Buget rectificat la data de 30.06.2026"]).period("voted") is None
    period = title.read(["Buget pe trimestrul II 2026"]).period("voted")
    assert period is not None
    assert period.month == 6


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("https://x.ro/2025/Proiect-buget_2026.v2.xlsx?x=2024", "Proiect buget 2026 v2"),
        ("executie_2026-03-31.csv", "executie 2026-03-31"),
        ("a/b/buget.csv", "buget"),
    ],
)
def test_the_name_of_a_file_as_a_title(place: str, words: str) -> None:
    assert title.of_name(place) == words


@given(st.lists(st.text(max_size=500), max_size=5))
def test_any_titles_are_read(texts: list[str]) -> None:
    titles = title.read(texts)
    assert all(1900 <= year < 2100 for year in titles.years)


@pytest.mark.parametrize("part", ["hcl ", "1/", "anii 2026,", "ianuarie-", "proiect de ", "2026 - ", "trim i-", "( 1"])
def test_long_titles_are_bounded(part: str) -> None:
    assert title.read([part * 100_000]).stages.keys() <= {"draft", "voted", "executed"}
