"""One text of several languages, in every way that portals write it."""

from typing import Any

import pytest

from content.readers.open_data import translated


@pytest.mark.parametrize(
    ("value", "lang", "text"),
    [
        ({"name": "Trams"}, "ro", "Trams"),
        ({"name": "Trams", "name_translated": {"ro": "Tramvaie", "en": "Trams"}}, "ro", "Tramvaie"),
        ({"name": {"ro": "Tramvaie", "hu": "Villamosok"}}, "hu", "Villamosok"),
        ({"name": {"ro-RO": "Tramvaie", "en_GB": "Trams"}}, "hu", "Tramvaie"),
        ({"name": {"hu": "Villamosok", "en": "Trams"}}, "sr", "Trams"),
        ({"name": {"fr": "Trams"}}, "ro", "Trams"),
        ({"name": '{"ro": "Tramvaie"}'}, "ro", "Tramvaie"),
        ({"name": "{broken"}, "ro", "{broken"),
        ({"name": {"ro": " "}}, "ro", None),
        ({"name": "Trams", "name_translated": {"ro": ""}}, "ro", "Trams"),
        ({}, "ro", None),
    ],
)
def test_a_text_in_one_language(value: dict[str, Any], lang: str, text: str | None) -> None:
    assert translated.text(value, "name", lang) == text


def test_every_form_of_a_name() -> None:
    value = {"name": "Trams  1", "name_translated": {"ro": "Linii Iaşi", "en": "Trams 1"}}
    assert translated.every(value, "name") == ["Linii Iași", "Trams 1", "Trams 1"]
