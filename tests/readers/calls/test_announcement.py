"""A notice that asks for nothing: what it could say, until when it is true, and what is asked of that."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.authored import Moment
from content.readers.calls.announcement import announcement
from tests.readers.calls.origins import SITE
from tests.readers.calls.test_notice import ROADS, seen

LONG = " pentru înlocuirea conductelor de apă și a branșamentelor, conform autorizației comisiei de circulație."


def test_a_road_notice_is_an_announcement_until_its_last_day() -> None:
    told = announcement(ROADS, SITE)
    assert told.title == "Restricții de circulație pe strada Zăvoi"
    assert (told.first, told.last) == (Moment("2026-05-04"), Moment("2026-08-01"))
    assert "the last of 2 periods and days" in seen(told.questions, "expires")
    assert "to be shown at all" in seen(told.questions, "expires")
    later = announcement(ROADS.replace("2026", "2027"), SITE)
    assert "to be shown at all" not in seen(later.questions, "expires")
    assert len(told.excerpts) == 2


def test_a_remark_says_no_more_than_was_looked_at() -> None:
    told = announcement(f"Lucrări\nPe strada Morii, în 4 decembrie 2026{LONG} Recepția: 9 decembrie 2026.", SITE)
    assert told.last == Moment("2026-12-04")
    assert "the last of" not in seen(told.questions, "expires")
    (question,) = (each for each in told.questions if each.key == "expires")
    assert [choice.answer for choice in question.choices] == ["2026-12-04", "2026-12-09"]
    assert "1 left out: 9 decembrie" in seen(told.questions, "body")


def test_what_only_begins_has_no_end() -> None:
    told = announcement(f"Lucrări\nÎncepând cu 4 decembrie 2026 se închide strada Morii{LONG}", SITE)
    assert (told.first, told.last) == (Moment("2026-12-04"), None)
    assert "Începând cu 4 decembrie 2026" in seen(told.questions, "expires")


def test_no_body_is_cut() -> None:
    told = announcement(f"Lucrări\nPrimăria anunță că se lucrează{LONG}", SITE)
    assert (told.body, told.title, told.name) == ("", "Lucrări", "Lucrări")


@given(st.text())
def test_any_text_is_told(text: str) -> None:
    told = announcement(text, SITE)
    assert len(told.title) <= 60
    assert len(told.body) <= 90
    assert "…" in text or "…" not in told.body + told.title


@pytest.mark.parametrize(
    "piece",
    [
        "1.12.2027, orele 9-15, ",
        "se amână 1.12.2027 ",
        "1.12.2027, timp de 5 zile, ",
        "De la 1.12.2027 pe strada Morii și ",
        "noaptea de 4/5 decembrie ",
        "- strada A\n",
    ],
)
def test_a_text_that_never_ends_is_told_in_one_pass(piece: str) -> None:
    """What looks at every day from every day would take minutes."""
    told = announcement(piece * (30_000 // len(piece)), SITE)
    assert len(told.body) <= 90
    assert sum(len(each.seen) for each in told.questions) < 60_000
