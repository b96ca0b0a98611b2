"""Days that are not the event's: of documents, of births, of publication; the old day of what was moved."""

from datetime import date

import pytest

from content.readers.calls.periods import times

TODAY = date(2026, 11, 23)
EVENT = date(2026, 12, 11)


@pytest.mark.parametrize(
    ("before", "why"),
    [
        ("conform HCL 123/15.10.2025", "document"),
        ("potrivit H.C.L. nr. 12 din 5 noiembrie 2026", "document"),
        ("Legea nr. 52 din 21 ianuarie 2003", "document"),
        ("contractul nr. 5/3.11.2026", "document"),
        ("procesul-verbal din 5.11.2026", "document"),
        ("pentru copiii născuți după 1 ianuarie 2020", "birth"),
        ("copiii născuți între 1 ianuarie 2020 și 31 decembrie 2022", "birth"),
        ("publicat la data de 20.11.2026", "published"),
        ("Anunț nr. 1247/20.11.2026", "published"),
        ("Orașul Mare, 20.11.2026", "notice"),
    ],
)
def test_days_of_something_else(before: str, why: str) -> None:
    read = times(f"{before}\nAre loc vineri, 11 decembrie 2026.", TODAY)
    assert [(each.first, each.last) for each in read.intervals] == [(EVENT, EVENT)]
    assert read.others
    assert all(why in other.why for other in read.others)


@pytest.mark.parametrize(
    ("text", "first", "old"),
    [
        ("Termenul de 4 decembrie 2026 se prelungește până la 11 decembrie 2026.", None, [4]),
        ("Ședința din 4 decembrie se amână pentru 11 decembrie 2026, ora 10.", 11, [4]),
        ("Concertul se amână din 4 decembrie pe 11 decembrie 2026.", 11, [4]),
        ("Se amână concertul din 4 decembrie pe 11 decembrie 2026.", 11, [4]),
        ("Termenul se prelungește până la 11.12.2026, față de 4.12.2026, cum era inițial.", None, [4]),
        ("Restricția din perioada 1–5 decembrie se prelungește până la 11 decembrie 2026.", 1, [1, 5]),
        ("Termen: 4 decembrie 2026.\nTermenul de 4 decembrie 2026 se prelungește până la 11.12.2026.", None, [4, 4]),
        ("Târgul a fost reprogramat pe 11 decembrie 2026, în loc de 4 decembrie.", 11, [4]),
    ],
)
def test_the_new_day_wins_and_the_old_one_is_named(text: str, first: int | None, old: list[int]) -> None:
    read = times(text, TODAY)
    assert [(each.first, each.last) for each in read.intervals] == [(first and date(2026, 12, first), EVENT)]
    assert [other.day.day.day for other in read.others] == old


@pytest.mark.parametrize(
    "text", ["Concertul din 4 decembrie 2026 se amână.", "Târgul din 4 decembrie 2026 se anulează."]
)
def test_what_is_off_is_told(text: str) -> None:
    assert times(text, TODAY).doubts


@pytest.mark.parametrize(
    "text",
    [
        "Se prelungește restricția pe Splaiul Morii, în perioada 9–11.12.2026.",
        "Pe strada Prelungirea Gării, în perioada 9–11.12.2026.",
        "Alte amănunte, în perioada 9–11.12.2026.",
    ],
)
def test_what_moves_no_day(text: str) -> None:
    read = times(text, TODAY)
    assert [(each.first, each.last) for each in read.intervals] == [(date(2026, 12, 9), EVENT)]
    assert not read.others
