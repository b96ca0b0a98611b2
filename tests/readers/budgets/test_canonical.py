"""The file a pack keeps says what was read, and reads back the same."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from content.readers.budgets import budget
from tests.readers.budgets.test_statement import EXPENDITURE, spending

CENTS = st.decimals(1, 10**5, places=2)
CHAPTERS = st.sampled_from(["51", "54", "61", "65", "66", "67", "70", "84"])


@given(st.dictionaries(CHAPTERS, st.tuples(CENTS, CENTS), min_size=1))
def test_what_is_written_for_a_pack_reads_back_the_same(chapters: dict[str, tuple[Decimal, Decimal]]) -> None:
    written = [
        [f"{key}.02", f"Nume {key}", *(str(n).replace(".", ",") for n in (f + d, f, d))]
        for key, (f, d) in chapters.items()
    ]
    rows = "".join(";".join(row) + "\n" for row in written)
    total = sum((f + d for f, d in chapters.values()), Decimal(0)) * 1000
    people = int(total / 1000)
    figures = spending("cod;denumire;total;functionare;dezvoltare\n" + rows, inhabitants=people)
    assert figures.total == total
    again = budget.read(budget.canonical(figures), "x", "thousand lei", people)
    assert again == figures
    assert budget.canonical(again) == budget.canonical(figures)


def test_the_tidy_file() -> None:
    assert budget.canonical(spending(EXPENDITURE)).decode() == (
        "cod;denumire;total;sectiunea_functionare;sectiunea_dezvoltare;origine\n"
        "84.02;Transporturi şi străzi;686,25;190,08;496,17;\n"
        "65.02;Învăţământ;373,36;138,09;235,27;\n"
        "65.02.03;Învățământ preșcolar;300,00;100,00;200,00;\n"
        "65.02.03.01;Grădinițe;200,00;;;\n"
        "65.02.03.02;Școli primare;100,00;;;\n"
        "65.02.04;Licee;73,36;38,09;35,27;\n"
        "55.02;Datorie;24,49;24,49;;\n"
        "49.02;TOTAL CHELTUIELI;1084,10;352,66;731,44;\n"
    )
