"""The colours of every kind in every theme, by the contrasts of WCAG."""

import pytest

from content.pack.model import Theme
from tests.slides.samples import COLOURS


def _luminance(colour: str) -> float:
    values = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    r, g, b = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", COLOURS)
def test_contrast_is_that_of_wcag(theme: Theme) -> None:
    """1.4.3: 4.5 : 1 for text, in high contrast 1.4.6: 7 : 1; 1.4.11: 3 : 1 for marks; on ground and card."""
    least = 7 if theme == "high-contrast" else 4.5
    assert COLOURS[theme].keys() == COLOURS["standard"].keys()
    for kind, colours in COLOURS[theme].items():
        for paper in (colours.ground, colours.card):
            assert all(_contrast(text, paper) >= least for text in (colours.ink, colours.muted, colours.accent))
            assert all(_contrast(mark, paper) >= 3 for mark in (colours.grey, colours.tint))
        assert _contrast(colours.on_accent, colours.accent) >= least
        assert kind == "alert" or _contrast(colours.ground, colours.card) < 1.3  # a quiet panel; an alert has a band
