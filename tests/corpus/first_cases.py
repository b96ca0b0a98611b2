"""The first cases: one of each expectation."""

from tests.corpus.case import Budget, Case, Draft, Refused, Table

SAID = {"year": "2026", "status": "voted", "unit": "lei", "as-of": "2026-02-10", "source-url": "https://example.org/b"}
SOURCE = {"source-name": "INS", "licence": "CC BY", "page": "https://ins.ro", "short": "ins.ro"}
SPENT = "cod;denumire;total\n65.02;Învățământ;600000\n67.02;Cultură;400000\n49.02;TOTAL CHELTUIELI;1000000\n"

CASES = [
    Case(
        "chapters-and-total",
        "a list of chapters under its total",
        "cheltuieli-2026.csv",
        SPENT,
        Budget({"65.02": "600000", "67.02": "400000"}, slide={"year": 2026, "status": "voted"}),
        SAID,
    ),
    Case(
        "total-differs",
        "chapters that miss their total by one leu",
        "cheltuieli-2026.csv",
        SPENT.replace("1000000", "1000001"),
        Refused(("cheltuieli-2026.csv:4", "a difference of -1 lei")),
        SAID,
    ),
    Case(
        "years",
        "a series of years",
        "tramvaie.csv",
        "an;tramvaie\n2017;10\n2018;12,5\n2019;15\n",
        Table({"2017": "10", "2018": "12.5", "2019": "15"}, slide={"x": "an", "y": "tramvaie"}),
        SOURCE,
        reader="dataset",
    ),
    Case(
        "road-closed",
        "a notice that asks for nothing",
        "anunt.txt",
        "Strada Mihai Viteazul închisă\n\nCirculația pe strada Mihai Viteazul se închide până la 5 decembrie 2026.\n",
        Draft({"kind": "notice", "expires": "2026-12-05"}),
        reader="consultations",
    ),
]
