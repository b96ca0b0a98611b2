"""What a series says of itself: subject, unit, jumps."""

from decimal import Decimal

import pytest

from content.imports import series
from content.readers.open_data.table import Point


@pytest.mark.parametrize(
    ("label", "subject", "unit"),
    [
        ("Număr de tramvaie puse în funcțiune", "Tramvaie puse în funcțiune", None),
        ("Număr călători cu tramvaiul (mii pasageri)  TIMIS", "Călători cu tramvaiul", "mii pasageri"),
        ("Lungimea traseelor de tramvai (km) TIMIS", "Lungimea traseelor de tramvai", "km"),
        ("Numărul utilizatorilor de biciclete", "Numărul utilizatorilor de biciclete", None),
        ("Numărul total de cereri", "Cereri", None),
        ("Nr. de dosare", "Dosare", None),
        ("autobuze", "Autobuze", None),
        ("Cereri (2019)", "Cereri", None),
    ],
)
def test_what_is_measured(label: str, subject: str, unit: str | None) -> None:
    assert (series.subject(label), series.unit(label)) == (subject, unit)


def jumps(*values: int | None) -> list[str]:
    points = [Point(str(2010 + n), None if value is None else Decimal(value)) for n, value in enumerate(values)]
    return [other.x for _, other in series.jumps(points)]


def test_a_change_of_more_than_sixty_per_cent_is_a_jump() -> None:
    assert jumps(36154, 35035, 82302, 85756) == ["2012"]
    assert jumps(100, 160, 64) == []
    assert jumps(100, 161) == ["2011"]
    assert jumps(100, 39) == ["2011"]
    assert jumps(100, None, 10) == ["2012"]
    assert jumps(0, 10, 0) == ["2012"]


@pytest.mark.parametrize(
    ("label", "without"),
    [
        ("Lungimea străzilor urbane", True),
        ("SUPRAFAŢA  parcurilor", True),
        ("Lungimea străzilor (km)", False),
        ("Număr de tramvaie", False),
        ("Numărul utilizatorilor", False),
    ],
)
def test_a_measure_without_its_unit(label: str, without: bool) -> None:
    assert series.unitless(label) is without


def test_a_number_in_brackets_is_no_unit() -> None:
    """The version behind a dataflow of Eurostat, or a note."""
    assert series.unit("ESTAT:TGS00010(1.0)") is None
    assert series.unit("Deșeuri (2) (mii tone)") == "mii tone"
    assert series.unit("Grad de ocupare (%)") == "%"
