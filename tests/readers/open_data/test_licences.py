"""Forms of licences that portals have, and what a slide says of each."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.readers.open_data import licences


@pytest.mark.parametrize(
    ("text", "licence"),
    [
        ("cc-by", "CC BY"),
        ("CC-BY-4.0", "CC BY 4.0"),
        ("cc-by-sa-4.0", "CC BY-SA 4.0"),
        ("cc-by-nc", "CC BY-NC"),
        ("http://www.opendefinition.org/licenses/cc-by", "CC BY"),
        ("https://creativecommons.org/licenses/by/4.0/", "CC BY 4.0"),
        ("https://creativecommons.org/licenses/by-nc-nd/3.0/ro/", "CC BY-NC-ND 3.0"),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "CC0"),
        ("http://publications.europa.eu/resource/authority/licence/CC_BY_4_0", "CC BY 4.0"),
        ("http://publications.europa.eu/resource/authority/licence/CC_BYSA_4_0", "CC BY-SA 4.0"),
        ("Creative Commons Attribution", "CC BY"),
        ("Creative Commons Attribution 4.0 International", "CC BY 4.0"),
        ("Creative Commons Attribution ShareAlike 4.0", "CC BY-SA 4.0"),
        ("Creative Commons CCZero", "CC0"),
        ("cc-zero", "CC0"),
        ("odc-odbl", "ODbL"),
        ("https://opendatacommons.org/licenses/odbl/", "ODbL"),
        ("OGL-ROU-1.0", "OGL-ROU-1.0"),
        ("Licența pentru o guvernare deschisă", "Licența pentru o guvernare deschisă"),
    ],
)
def test_a_licence_has_one_name(text: str, licence: str) -> None:
    assert licences.named([text]) == [licence]


@pytest.mark.parametrize(
    "text",
    [
        *("notspecified", "License Not Specified", "not specified", "", "-", "none", "Fără licență", "Nespecificată"),
        *("other-open", "other-closed", "other-at", "other-pd", "Other (Open)", "Other (Attribution)"),
        "https://date.exemplu.ro/licenta",
    ],
)
def test_what_names_no_terms_is_no_licence(text: str) -> None:
    assert licences.named([text, None]) == []


def test_an_id_an_address_and_a_title_together() -> None:
    address = "https://creativecommons.org/licenses/by/4.0/"
    assert licences.named(["cc-by", address, "Creative Commons Attribution"]) == ["CC BY 4.0"]
    assert licences.named(["notspecified", address, "License not specified"]) == ["CC BY 4.0"]
    assert licences.named(["ogl-rou-1.0", None, "Licența pentru o guvernare deschisă"]) == [
        "Licența pentru o guvernare deschisă"
    ]
    assert licences.named(["cc-by-nc", address]) == ["CC BY-NC", "CC BY 4.0"]
    assert licences.named(["CC BY 3.0", address]) == ["CC BY 3.0", "CC BY 4.0"]


@given(st.lists(st.none() | st.text(max_size=300), max_size=3))
def test_any_texts_are_a_licence_or_none(texts: list[str | None]) -> None:
    assert all(0 < len(each) <= licences.LONGEST for each in licences.named(texts))
