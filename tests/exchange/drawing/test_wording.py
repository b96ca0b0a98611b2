"""A drawn plan speaks every language a city may have."""

import pytest

from content.exchange.drawing import wording as spoken
from tests.exchange.drawing.test_plan_drawing import DAY, PLAN, START, messages, svg


@pytest.mark.parametrize("lang", spoken.WORDS)
def test_every_language_of_a_city(lang: str) -> None:
    assert spoken.WORDS[lang].keys() == spoken.WORDS["ro"].keys()
    for days in (1, 7, 30, 300):
        words = messages(svg(PLAN, START, START + days * DAY, lang))
        assert spoken.WORDS[lang]["masked"] in words
