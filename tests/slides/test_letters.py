"""Letters that the font of the frames has."""

import pytest

from content.findings import RefusedError
from content.slides.compose import compose
from content.slides.drawing import draw
from tests.slides.samples import FORMATS, with_slide


def test_a_letter_the_font_lacks_is_refused_not_drawn_as_a_box() -> None:
    pack = with_slide("registratura", body={"ro": "Închis 字 până luni"})
    with pytest.raises(RefusedError, match=r"found '字' \(U\+5B57\), which the font cannot draw") as refusal:
        draw(compose(pack, "registratura", "ro", FORMATS["landscape"]))
    assert refusal.value.findings[0].code == "letter"
