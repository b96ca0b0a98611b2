"""YAML as people write it: what it means, and that what is not ours is refused in one sentence with a place."""

from datetime import date

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from content import strict_yaml
from content.authored import Moment
from content.findings import RefusedError
from content.pack.consultation import Consultation
from content.pack.slides import authored
from tests import sample

PRINTED = st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp"]) | st.just("\n")


def refusal(data: str | bytes) -> str:
    with pytest.raises(RefusedError) as caught:
        strict_yaml.mapping(data.encode() if isinstance(data, str) else data, "x.yaml")
    (finding,) = caught.value.findings
    return str(finding)


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


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"\xff" * 50_001, "x.yaml: found 50,001 bytes, expected at most 50,000"),  # refused before it is read
        (b"a: [" + b"1," * 20_000 + b"]", "x.yaml:1:9999: is not YAML: found more than 5,000 values, expected fewer"),
    ],
)
def test_what_is_too_much_for_a_slide_is_refused_first(data: bytes, expected: str) -> None:
    with pytest.raises(RefusedError) as caught:
        strict_yaml.mapping(data, "x.yaml", strict_yaml.SLIDE)
    assert str(caught.value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"a": [1] * 4_997}, ""),
        ({"a": [1] * 4_998}, "x.yaml: found more than 5,000 values, expected fewer"),
        ({str(n): n for n in range(2_500)}, "x.yaml: found more than 5,000 values, expected fewer"),
        ({"a": [[[1] * 80] * 80] * 80}, "x.yaml: found more than 5,000 values, expected fewer"),
    ],
)
def test_plain_values_are_bounded_as_yaml_is(value: object, expected: str) -> None:
    try:
        strict_yaml.few_enough(value, "x.yaml", strict_yaml.SLIDE)
    except RefusedError as error:
        assert str(error) == expected
    else:
        assert not expected


def test_plain_values_may_be_as_deep_as_yaml() -> None:
    deep: object = 1
    for _ in range(strict_yaml.MAX_DEPTH - 1):
        deep = [deep]
    strict_yaml.few_enough(deep, "x.yaml")
    with pytest.raises(RefusedError, match="found more than 20 values inside each other, expected fewer"):
        strict_yaml.few_enough([deep], "x.yaml")


def test_only_the_first_mistakes_are_told_and_the_last_sentence_says_that_there_are_more() -> None:
    with pytest.raises(RefusedError) as caught:
        strict_yaml.typed({"a": ["soon"] * 30_000, "b": "soon"}, dict[str, tuple[Moment, ...]], "x.yaml")
    findings = caught.value.findings
    assert [finding.where for finding in findings[:20]] == [f"x.yaml:$.a[{n}]" for n in range(20)]
    message = "has more mistakes than the 20 told, expected none; mend these, the others are told then"
    assert [str(finding) for finding in findings[20:]] == [f"x.yaml: {message}"]


@given(st.binary(max_size=200) | st.text("ab:[]{}-? &*!|>'\"#\n\t,~%@`1", max_size=60).map(str.encode))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        assert isinstance(strict_yaml.mapping(data, "x.yaml"), dict)
    except RefusedError as error:
        assert error.findings[0].where.startswith("x.yaml")


def test_plain_and_typed_are_inverse_through_yaml() -> None:
    slide: Consultation = strict_yaml.typed(strict_yaml.mapping(sample.CALL.encode(), "x.yaml"), authored(), "x.yaml")
    text = yaml.safe_dump(strict_yaml.plain(slide), allow_unicode=True, sort_keys=False)
    assert strict_yaml.typed(strict_yaml.mapping(text.encode(), "x.yaml"), authored(), "x.yaml") == slide
    assert slide.opens.value.date() == date(2026, 11, 20)  # type: ignore[union-attr]


@given(st.dictionaries(st.text("abé: #-'\"\n~0819", max_size=8), st.text(PRINTED, max_size=20), max_size=4))
def test_any_text_written_by_the_dumper_is_read_back(texts: dict[str, str]) -> None:
    written = yaml.safe_dump(texts, allow_unicode=True, sort_keys=False)
    assert (strict_yaml.mapping(written.encode(), "x.yaml") if texts else texts) == texts
