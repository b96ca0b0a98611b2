"""Where the lines of a slide may end."""

import pytest

from content.slides import nobreak


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("Din 100 de lei, 29 merg la transport", "Din|100_de_lei,|29_merg|la_transport"),
        ("Spune ce repari întâi pe strada ta", "Spune|ce_repari|întâi|pe_strada_ta"),
        ("bd. C.D. Loga 1, luni–vineri 8–16", "bd._C.D.|Loga_1,|luni–vineri|8–16"),
        ("Bis Freitag, 20. November", "Bis|Freitag,|20._November"),
        ("Lungimea străzilor: 582 în 2009, 655 în 2018", "Lungimea|străzilor:|582_în_2009,|655_în_2018"),
    ],
)
def test_where_lines_may_end(text: str, held: str) -> None:
    assert nobreak.glued(text).replace("\u00a0", "_").replace(" ", "|") == held
