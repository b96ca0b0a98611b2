"""Files of INS TEMPO: known by `UM: …`, their point always decimal."""

import pytest

from content.readers.files import sheet
from content.readers.files.numbers import Exact
from content.readers.open_data import tempo

TEXT = "Macroregiuni  regiuni, Ani, UM: Numar persoane, Valoare\nBihor, Anul 2020, Numar persoane, 12.345\n"


def test_its_numbers_have_a_decimal_point() -> None:
    rows = tempo.read(sheet.read(TEXT.encode(), "x.csv"))
    assert rows.columns == ("macroregiuni regiuni", "ani", "um: numar persoane", "valoare")
    ((_, row),) = rows.rows
    assert row["valoare"] == "12.345"
    assert isinstance(row["valoare"], Exact)
    assert not isinstance(row["ani"], Exact)


@pytest.mark.parametrize(
    "text",
    [TEXT.replace(", ", ";"), TEXT.replace("UM: ", ""), TEXT.replace("Valoare", "Altceva")],
)
def test_another_table_stays_as_it_is(text: str) -> None:
    rows = sheet.read(text.encode(), "x.csv")
    assert tempo.read(rows) is rows
