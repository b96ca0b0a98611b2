"""What a source says of a call, and the language its texts are in."""

import pytest

from content.readers.calls.call import Call, language


@pytest.mark.parametrize(
    ("locale", "lang"), [("ro", "ro"), ("ro-RO", "ro"), ("ro_RO.UTF-8", "ro"), ("HU", "hu"), ("", "")]
)
def test_a_locale_names_a_language(locale: str, lang: str) -> None:
    assert language(locale) == lang


def test_a_call_says_nothing_that_its_source_does_not() -> None:
    call = Call(key="1", title={})
    assert (call.opens, call.closes, call.link, call.questions, call.excerpts) == (None, None, "", (), ())
