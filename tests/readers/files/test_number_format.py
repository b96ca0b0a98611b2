"""A format code says what people read: a date, a duration, a percentage, thousands, or the number as it is."""

import pytest

from content.readers.files import number_format
from content.readers.files.number_format import NumberFormat
from content.readers.files.numbers import Exact


@pytest.mark.parametrize(
    ("code", "form"),
    [
        ("General", NumberFormat()),
        ("#,##0.00", NumberFormat()),
        ("#,##0.00\\ [$lei-418]", NumberFormat()),
        ("_-* #,##0.00\\ _l_e_i_-;\\-* #,##0.00\\ _l_e_i_-;_-@_-", NumberFormat()),
        ('0" zile"', NumberFormat()),
        ("[Red]0;[Blue]-0", NumberFormat()),
        ("0;yy", NumberFormat()),
        ("dd.mm.yyyy", NumberFormat("date")),
        ("[$-418]d mmmm yyyy;@", NumberFormat("date")),
        ("hh:mm", NumberFormat("date")),
        ("[h]:mm", NumberFormat("duration")),
        ("[ss].00", NumberFormat("duration")),
        ("0.0%", NumberFormat(power=2, percent=True)),
        ("0.0\\%", NumberFormat()),
        ("#,##0,", NumberFormat(power=-3)),
        ("#,##0.0,,", NumberFormat(power=-6)),
        ('#,##0," mii"', NumberFormat(power=-3, words="mii")),
        ('0.00\\ "mii lei";-0.00', NumberFormat(words="mii lei")),
        ("0\\ \\m\\i\\i", NumberFormat(words="mii")),
        ('0.00 "lei"', NumberFormat()),
        ('0.0 "milioane";"mii"', NumberFormat(words="milioane")),
        ("#,##0,.00", NumberFormat(power=-3)),
    ],
)
def test_what_a_code_shows(code: str, form: NumberFormat) -> None:
    assert number_format.of(code) == form
    assert form.plain == (form == number_format.PLAIN)


def test_numbers_as_people_read_them() -> None:
    given = ((0.07, "0%"), (1_500, "0,"), (2, "0"), (1_200_000, '0," mii lei"'))
    shown = [number_format.shown(number, number_format.of(code)) for number, code in given]
    assert shown == ["7%", "1.5", "2", "1200 mii lei"]
    assert all(isinstance(text, Exact) for text in shown)
