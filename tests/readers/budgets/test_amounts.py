"""What the amounts of a column are, by the words of its header."""

import pytest

from content.readers.budgets import amounts


@pytest.mark.parametrize(
    ("header", "kind", "year"),
    [
        ("TOTAL", "plain", None),
        ("Valoare (lei)", "plain", None),
        ("mii lei", "plain", None),
        ("2026", "plain", "2026"),
        ("Prevederi anuale", "plan", None),
        ("Buget 2026 / PREVEDERI ANUALE / TOTAL", "plan", "2026"),
        ("Credite bugetare", "plan", None),
        ("Propuneri an 2026", "plan", "2026"),
        ("Program anual 1=3+4+5+6", "plan", None),
        ("Prevederi bugetare aprobate inițial", "initial", None),
        ("Buget aprobat prin HCL nr. 14/30.01.2026", "initial", None),
        ("Buget 2027 aprobat prin H.C.L. 400/20.12.2026", "initial", "2027"),
        ("Prevederi rectificate 2026", "rectified", "2026"),
        ("Buget după rectificare", "rectified", None),
        ("Prevederi definitive", "rectified", None),
        ("BUGET FINAL", "rectified", None),
        ("Program actualizat", "rectified", None),
        ("Influențe (+/-)", "change", None),
        ("+/-", "change", None),
        ("Rectificare nr. 2", "change", None),
        ("Plăți efectuate", "paid", None),
        ("Plăți efectuate la 30 iunie 2026", "paid", "2026"),
        ("Încasări realizate", "received", None),
        ("Realizări 2025", "executed", "2025"),
        ("Execuție la 31.12.2025", "executed", "2025"),
        ("Realizat an precedent", "previous", None),
        ("Preliminat 2025", "previous", "2025"),
        ("Prevederi trimestriale / Trim IV", "part", None),
        ("Plăți trim. II", "part", None),
        ("T1", "part", None),
        ("Prevederi ianuarie", "part", None),
        ("Credite trimestriale", "part", None),
        ("Estimări / 2027", "estimate", "2027"),
        ("Credite de angajament", "commitment", None),
        ("Angajamente legale", "commitment", None),
        ("din care credite bugetare destinate stingerii plăților restante", "aside", None),
        ("Drepturi constatate", "aside", None),
        ("Cheltuieli efective", "aside", None),
        ("%", "percent", None),
        ("Grad de realizare", "percent", None),
        ("Buget de stat", "unknown", None),
        ("Nr.", "unknown", None),
        ("Cod rând", "unknown", None),
        ("Observații", "unknown", None),
    ],
)
def test_the_words_of_a_header(header: str, kind: str, year: str | None) -> None:
    meaning = amounts.meaning(tuple(header.split(" / ")))
    assert (meaning.kind, meaning.year, meaning.section) == (kind, year, "")


@pytest.mark.parametrize(
    ("header", "section"),
    [
        ("Secțiunea de funcționare", "running"),
        ("SD", "investing"),
        ("din care: secțiunea de dezvoltare", "investing"),
        ("Prevederi 2026 / dezvoltare", "investing"),
    ],
)
def test_a_section(header: str, section: str) -> None:
    meaning = amounts.meaning(tuple(header.split(" / ")))
    assert meaning.section == section
    assert meaning.kind in amounts.PLANNED
