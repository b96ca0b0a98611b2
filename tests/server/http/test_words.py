"""A line that somebody sent."""

import pytest

from content.findings import RefusedError
from control_server.http.words import words


def test_a_line_has_single_spaces_and_its_letters() -> None:
    assert words("  Podul \n\t se  închide ", 16, "title") == "Podul se închide"
    assert words("", 0, "title") == ""


@pytest.mark.parametrize("text", ["Podul se închide!", "a\0b", "a\u202eb", "a\u200bb", "\ue000"])
def test_more_letters_and_ones_that_nobody_sees_are_refused(text: str) -> None:
    with pytest.raises(RefusedError, match=r"title: has \d+ letters, expected at most 16, all of which are seen"):
        words(text, 16, "title")
