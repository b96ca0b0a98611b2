"""YAML as people write it: what it means, and that every mistake is a sentence with a place."""

from datetime import date

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from content import strict_yaml
from content.findings import RefusedError
from content.pack.consultation import Consultation
from content.pack.model import Campaign, Display, Names
from content.pack.slides import authored
from tests import sample

PRINTED = st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp"]) | st.just("\n")


def refusal(data: str | bytes) -> str:
    with pytest.raises(RefusedError) as caught:
        strict_yaml.mapping(data.encode() if isinstance(data, str) else data, "x.yaml")
    (finding,) = caught.value.findings
    return str(finding)


def mistakes(text: str, kind: object) -> dict[str, str]:
    """Path → sentence of every mistake."""
    with pytest.raises(RefusedError) as caught:
        strict_yaml.typed(strict_yaml.mapping(text.encode(), "x.yaml"), kind, "x.yaml")
    return {finding.where.removeprefix("x.yaml:"): finding.message for finding in caught.value.findings}


def test_scalars_stay_what_was_written() -> None:
    text = "time: 06:00\nday: 2026-01-01\ncode: 007\nno: no\n84: 3\nyes: true\nsum: -1.50\nnothing: ~\nbig: 1e5"
    assert strict_yaml.mapping(text.encode(), "x.yaml") == {
        "time": "06:00",
        "day": "2026-01-01",
        "code": "007",
        "no": "no",
        "84": 3,
        "yes": True,
        "sum": -1.5,
        "nothing": None,
        "big": "1e5",
    }


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("a: 1\na: 2", "x.yaml:2:1: is not YAML: found 'a' twice"),
        ("a: &x 1\nb: *x", "x.yaml:2:4: is not YAML: found an alias (*name), expected the value"),
        ("a: !!python/name:os.system x", "found the tag tag:yaml.org,2002:python/name:os.system, expected a value"),
        ("? [a]\n: b", "x.yaml:1:3: is not YAML: found a key that is no text"),
        ("a: " + "[" * 100_000, "found more than 20 values inside each other"),
        ("", "x.yaml: found nothing, expected keys and values"),
        ("- a", "x.yaml: found a list, expected keys and values"),
        ("just text", "x.yaml: found 'just text', expected keys and values"),
        ("a: [1,\nb: 2", "x.yaml:2:5: is not YAML: expected ',' or ']', but got"),
        ("a: 1\n---\nb: 1", "x.yaml:2:1: is not YAML: but found another document"),
        (b"a: \xff", "x.yaml: byte 3 is not UTF-8, expected a UTF-8 text file"),
        (b"a: \x00", "x.yaml: is not YAML: unacceptable character"),
        (b"a: " + b"9" * 5000, "x.yaml: is not YAML: Exceeds the limit"),
        (b"a" * 1_000_001, "x.yaml: found 1,000,001 bytes, expected at most 1,000,000"),
    ],
)
def test_what_is_not_our_yaml_is_one_sentence(data: str | bytes, expected: str) -> None:
    message = refusal(data)
    assert expected in message
    assert "\n" not in message


@given(st.binary(max_size=200) | st.text("ab:[]{}-? &*!|>'\"#\n\t,~%@`1", max_size=60).map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        assert isinstance(strict_yaml.mapping(data, "x.yaml"), dict)
    except RefusedError as error:
        assert error.findings[0].where.startswith("x.yaml")


def test_every_mistake_is_found_at_once_with_its_path() -> None:
    text = sample.CALL.replace("takes_minutes: 3", "takes_minutes: lots\nopns: x").replace("2026-11-20T00:00", "soon")
    found = mistakes(text.replace("hu: Bárki", "fr: Tous").replace("https:", "ftp:"), authored())
    assert found == {
        "$.opns": "found the unknown key 'opns', expected 'opens'",
        "$.takes_minutes": "found 'lots', expected a whole number from 1 to 240",
        "$.opens": "found 'soon', expected a date or time as 2026-12-31 or 2026-12-31T23:59",
        "$.who": "found 'fr', expected one of de, en, hu, ro, sr",
        "$.channels.web": (
            "found 'ftp://example.org/strada', expected an address that starts with http:// or https://, "
            "of at most 300 characters"
        ),
    }


@pytest.mark.parametrize(
    ("text", "kind", "path", "sentence"),
    [
        ("kind: vote", authored(), "$", "found the kind 'vote', expected one of budget, consultation, dataset, notice"),
        (
            "title: x",
            authored(),
            "$",
            "the key 'kind' is missing, expected one of budget, consultation, dataset, notice",
        ),
        ("kind: [1]", authored(), "$", "found the kind [1], expected one of budget, consultation, dataset, notice"),
        (
            "kind: notice\ntitle: x",
            authored(),
            "$",
            "the key 'body' of a notice is missing, expected text, or text for ",
        ),
        ("kind: notice\ntitle: ''\nbody: x", authored(), "$.title", "found an empty text, expected text, or text for"),
        ("kind: notice\ntitle: ' '\nbody: x", authored(), "$", "found only spaces in 'title', expected text"),
        ('kind: notice\ntitle: x\nbody: {ro: "\\n"}', authored(), "$", "found only spaces in 'body', expected text"),
        ('kind: notice\ntitle: "\\u200b"\nbody: x', authored(), "$", "found only spaces in 'title', expected text"),
        (
            'kind: notice\ntitle: x\nbody: x\nlink: {url: "http://a\\n", short: a}',
            authored(),
            "$.link.url",
            "found 'http://a\\n', expected an address that starts with http:// or https://",
        ),
        (
            f"kind: notice\ntitle: x\nbody: x\nlink: {{url: http://{'a' * 3000}, short: a}}",
            authored(),
            "$.link.url",
            "characters), expected an address that starts with http:// or https://, of at most 300 characters",
        ),
        ("kind: notice\ntitle: {ro: 5}\nbody: x", authored(), "$.title.ro", "found 5, expected text in quotes"),
        ("kind: notice\ntitle: x\nbody: x\nexpires: 5", authored(), "$.expires", "found 5, expected a date or time as"),
        (
            "kind: notice\ntitle: x\nbody: x\nexpires: 9999-12-31",
            authored(),
            "$.expires",
            "found '9999-12-31', expected a year from 1900 to 2199",
        ),
        (
            "kind: notice\ntitle: x\nbody: x\nalt: ~\nlink: [1]",
            authored(),
            "$.link",
            "found a list of 1, expected keys",
        ),
        ("expenditure: {84: Drumuri, 65: 3}", Names, "$.expenditure.65", "found 3, expected text in quotes"),
        ("origin: {me: x}", Names, "$.origin", "found 'me', expected one of eu, own, state"),
        ("id: A\nplaylist: b", Campaign, "$.id", "found 'A', expected lower-case letters a-z, digits and hyphens"),
        ("id: a\nplaylist: b\nshare: 0", Campaign, "$.share", "found 0, expected a whole number from 1 to 1000"),
        ("id: a\nplaylist: b\nshare: true", Campaign, "$.share", "found true, expected a whole number"),
        ("id: a\nplaylist: b\ndisplays: some", Campaign, "$.displays", "found 'some', expected all, or a list of"),
        ("id: a\nplaylist: b\ndisplays: {tags: []}", Campaign, "$.displays.tags", "expected a list that is not empty"),
        (
            'id: a\nplaylist: b\ndayparts: [{from: "7:00", to: "9:00"}]',
            Campaign,
            "$.dayparts[0]",
            'found time \'7:00\', expected "HH:MM" between "00:00" and "24:00"',
        ),
        (
            'id: a\nplaylist: b\ndayparts: [{days: lun, from: "07:00", to: "09:00"}]',
            Campaign,
            "$.dayparts[0]",
            "found days 'lun', expected for example mon-fri or sat,sun",
        ),
        (
            'id: a\nplaylist: b\ndayparts: [{from: "07:00", to: "07:00"}]',
            Campaign,
            "$.dayparts[0]",
            "found a daypart from 07:00 to 07:00, expected two different times",
        ),
    ],
)
def test_one_mistake_is_one_sentence(text: str, kind: object, path: str, sentence: str) -> None:
    found = mistakes(text, kind)
    assert list(found) == [path]
    assert sentence in found[path]


def test_missing_keys_say_what_they_expect() -> None:
    with pytest.raises(RefusedError) as caught:
        strict_yaml.typed({"id": "a"}, Display, "x.yaml")
    missing = [finding.message for finding in caught.value.findings]
    assert "the key 'panel' of a display is missing, expected keys and values (diagonal_inch, width, height)" in missing
    assert [message.split("'")[1] for message in missing] == ["name", "panel", "viewing_distance_m", "languages"]


def test_plain_and_typed_are_inverse_through_yaml() -> None:
    slide: Consultation = strict_yaml.typed(strict_yaml.mapping(sample.CALL.encode(), "x.yaml"), authored(), "x.yaml")
    text = yaml.safe_dump(strict_yaml.plain(slide), allow_unicode=True, sort_keys=False)
    assert strict_yaml.typed(strict_yaml.mapping(text.encode(), "x.yaml"), authored(), "x.yaml") == slide
    assert slide.opens.value.date() == date(2026, 11, 20)  # type: ignore[union-attr]


@given(st.dictionaries(st.text("abé: #-'\"\n~0819", max_size=8), st.text(PRINTED, max_size=20), max_size=4))
def test_any_text_written_by_the_dumper_is_read_back(texts: dict[str, str]) -> None:
    written = yaml.safe_dump(texts, allow_unicode=True, sort_keys=False)
    assert (strict_yaml.mapping(written.encode(), "x.yaml") if texts else texts) == texts
