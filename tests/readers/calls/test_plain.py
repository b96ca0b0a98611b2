"""Texts from outside: markup, entities, letters nobody can draw; times from outside."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.authored import Moment
from content.readers.calls.moments import local
from content.readers.calls.plain import one_line, plain
from tests.readers.calls.origins import ZONE


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("<p>Unu</p><p>doi<br/>trei</p>", "Unu\ndoi\ntrei"),
        ("<ul><li>a</li><li>b</li></ul>", "a\nb"),
        ("Strada &amp; piața &icirc;nt&acirc;i &#537;i", "Strada & piața întâi și"),
        ("&lt;p&gt;Scris de două ori&lt;/p&gt;", "Scris de două ori"),
        ("<script>alert(1)</script><style>p{}</style>Text", "Text"),
        ("<img src=x onerror=alert(1)>Text", "Text"),
        ("a < b și 3 > 2", "a < b și 3 > 2"),
        ("Votează \U0001f5f3\ufe0f acum \u2705", "Votează acum"),
        ("ascuns\u200b\u00ad\u202e aici", "ascuns aici"),
        ("  mult \t spațiu\r\n\r\n\r\n rând ", "mult spațiu\nrând"),
        ("25 °C, nr. 5 – „așa”", "25 °C, nr. 5 – „așa”"),
        (None, ""),
    ],
)
def test_only_the_words_are_left(text: str | None, left: str) -> None:
    assert plain(text) == left


def test_romanian_is_written_with_commas_and_other_languages_as_they_are() -> None:
    assert plain("şi ţara", "ro") == "și țara"
    assert plain("İstanbul'da şehir", "tr") == "İstanbul'da şehir"


@given(st.text())
def test_plain_text_stays_plain(text: str) -> None:
    once = one_line(text, "ro")
    assert "\n" not in once
    assert once == " ".join(once.split())


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("2026-12-06", "2026-12-06"),
        ("2026-12-06T23:59:59+02:00", "2026-12-06T23:59"),
        ("2026-12-06T21:59:00Z", "2026-12-06T23:59"),
        ("2026-07-06 21:59:00 +0200", "2026-07-06T22:59"),  # summer time: +03:00
        ("2026-12-06 21:59:00 UTC", "2026-12-06T23:59"),
        ("2026-12-06T23:59", "2026-12-06T23:59"),
        ("2026-10-25T00:30:00Z", "2026-10-25T03:30"),  # the first 03:30 of that night
        ("2026-10-25T01:30:00Z", "2026-10-25T03:30+02:00"),  # the second
    ],
)
def test_times_are_told_in_local_time(value: str, moment: str) -> None:
    assert local(value, ZONE) == Moment(moment)


@given(st.datetimes(datetime(1980, 1, 1), datetime(2100, 1, 1)).map(lambda at: at.replace(tzinfo=UTC)))  # noqa: DTZ001
def test_a_moment_is_the_same_instant_to_the_minute(at: datetime) -> None:
    moment = local(at.isoformat(), ZONE)
    assert moment is not None
    assert moment.instant(ZONE) == at.replace(second=0, microsecond=0)


@pytest.mark.parametrize("value", ["mâine", "2026-13-01", "0001-01-01", "9999-12-31T23:59:59Z", "2026-12-06T25:00"])
def test_what_is_no_time_is_an_error(value: str) -> None:
    with pytest.raises(ValueError, match="found"):
        local(value, ZONE)


def test_nothing_is_nothing() -> None:
    assert local(None, ZONE) is None
    assert local(" ", ZONE) is None


def test_the_title_of_a_page_is_a_line_of_its_own() -> None:
    page = "<html><head><title>Anunț – Primăria</title></head><body><h1>Anunț consultare</h1></body></html>"
    assert plain(page).splitlines()[-1] == "Anunț consultare"
