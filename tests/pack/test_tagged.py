"""Which tags choose a display."""

import msgspec
import pytest

from content.pack.tagged import Tagged


@pytest.mark.parametrize(
    ("wanted", "own", "fits"),
    [
        (Tagged(tags=("centru", "gara")), ["gara"], True),
        (Tagged(tags=("centru", "gara")), [], False),
        (Tagged(all_of=("centru", "exterior")), ["centru", "exterior", "mare"], True),
        (Tagged(all_of=("centru", "exterior")), ["centru"], False),
        (Tagged(none_of=("centru",)), ["gara"], True),
        (Tagged(tags=("gara",), none_of=("centru",)), ["gara", "centru"], False),
    ],
)
def test_any_all_and_none(wanted: Tagged, own: list[str], fits: bool) -> None:
    assert wanted.fits(own) is fits


def test_one_of_the_three_is_given() -> None:
    with pytest.raises(msgspec.ValidationError, match="found no tags"):
        msgspec.convert({}, Tagged)
