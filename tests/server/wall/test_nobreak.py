"""Dates, ranges and numbers with their nouns stay on one line."""

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from control_server.wall import nobreak


def test_dates_and_ranges_stay_on_one_line() -> None:
    text = "Până sâmbătă, 5 decembrie 2026, orele 8–16 <b>, 5 copii, 1. Dezember, június 3, într-un an, "
    text += "366 de zile (a doua oară)"
    assert re.findall(r'<span class="one">(.+?)</span>', nobreak.kept_together(text)) == [
        "5 decembrie 2026",
        "8–16",
        "1. Dezember",
        "június 3",
        "într-un",
        "366 de zile",
        "(a doua oară)",
    ]
    assert "&lt;b&gt;" in nobreak.kept_together(text)
    assert re.sub(r"<.+?>", "", nobreak.kept_together(text)).replace("&lt;b&gt;", "<b>") == text


@given(text=st.text())
def test_any_text_is_the_same_text_as_html(text: str) -> None:
    markup = str(nobreak.kept_together(text))
    assert html.unescape(re.sub(r"<.+?>", "", markup)) == text
    assert re.findall(r"<(?!span class=\"one\">|/span>)", markup) == []


def test_nothing_is_nothing() -> None:
    assert nobreak.kept_together(None) == ""
