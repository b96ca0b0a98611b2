"""The words of the studio: every one has its Romanian, with plural forms as Romanian has them."""

from pathlib import Path

import pytest
from aiohttp.test_utils import make_mocked_request
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from control_server.studio import catalogue

STUDIO = Path(catalogue.__file__).parent
METHODS = [("**.html", "jinja2"), ("**.txt", "jinja2"), ("**.py", "python")]


def written() -> set[object]:
    """Every text that a template or a table of the code has."""
    return {message for _, _, message, _, _ in extract_from_dir(STUDIO, METHODS)}


def test_every_text_is_translated_and_no_other_is_there() -> None:
    with (STUDIO / "locale" / "ro.po").open("rb") as file:
        known = read_po(file, locale="ro")
    entries = {message.id: message for message in known if message.id}
    assert entries.keys() == written()
    for message in entries.values():
        texts = [message.string] if isinstance(message.string, str) else list(message.string)
        assert all(texts) and not message.fuzzy, message.id


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "pe 0 ecrane"),
        (1, "pe un ecran"),
        (2, "pe 2 ecrane"),
        (19, "pe 19 ecrane"),
        (20, "pe 20 de ecrane"),
        (101, "pe 101 ecrane"),
    ],
)
def test_plural_forms(count: int, text: str) -> None:
    translated = catalogue.translations("ro").ngettext("on one screen", "on %(num)s screens", count)
    assert translated % {"num": count} == text


@pytest.mark.parametrize(
    ("asked", "lang"),
    [
        ("", "ro"),
        ("en", "en"),
        ("en-GB,en;q=0.9,ro;q=0.8", "en"),
        ("ro-RO,ro;q=0.9,en;q=0.8", "ro"),
        ("hu", "ro"),
        ("*", "ro"),
        ("," * 5_000, "ro"),
    ],
)
def test_the_language_is_the_browsers(asked: str, lang: str) -> None:
    assert catalogue.language(make_mocked_request("GET", "/", headers={"Accept-Language": asked})) == lang
