"""What is read from YAML is the same whether libyaml reads it or PyYAML, and what is too much is not read on."""

from typing import Any, cast

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from content import yaml_values
from content.yaml_values import MAX_DEPTH, NotOursError, plain_value

MOST = 1_000


def read(text: str) -> tuple[Any, str]:
    """The value, or else where and why it is refused."""
    try:
        return plain_value(text, MOST), ""
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        place = (mark.line, mark.column) if mark else None
        return None, f"{place}: {getattr(error, 'problem', None) or str(error).splitlines()[0]}"


def read_by_pyyaml_alone(text: str) -> tuple[Any, str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_values, "CParser", yaml.SafeLoader)
        return read(text)


WRITTEN = st.recursive(
    st.sampled_from(
        ["a", "7", "-1.5", "~", "'b: c'", '"d\\n"', "e f", "2026-01-01", "06:00", "Ce? Da!", "x\ty", "&a b"]
    ),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda each: f"[{', '.join(each)}]")
        | st.dictionaries(st.sampled_from("abc"), inner, max_size=3).map(
            lambda each: "{" + ", ".join(f"{key}: {value}" for key, value in each.items()) + "}"
        )
    ),
)
LINES = st.lists(
    st.tuples(st.sampled_from(["", "  ", "    "]), st.sampled_from(["a: ", "b:", "- ", "", "? ", "c: |\n  "]), WRITTEN),
    max_size=6,
).map(lambda lines: "\n".join(map("".join, lines)))
ANY = st.text("ab01:[]{}- &*|>'\"#\n,~@`.\r\\=<_+?!%\t\u2028\x85\ufeffé", max_size=30)


@given(LINES | ANY)
def test_both_parsers_read_the_same_and_refuse_with_the_same_sentence(text: str) -> None:
    value, why = read(text)
    other, other_why = read_by_pyyaml_alone(text)
    assert repr(value) == repr(other)
    assert bool(why) == bool(other_why)
    if "found an alias" not in why and "twice" not in why and "no text" not in why and "another" not in why:
        assert why == other_why  # of two faults in a text, libyaml may come to ours first


@pytest.mark.parametrize(
    "text",
    ["a:\tb", "a: {b?}", "a: |# c", "a: !", "%YAML 1.1#\n---\na: 1", "\n\ufeff", "a: [!x, b]", "a: 'b' '", "a: b: c"],
)
def test_where_libyaml_is_laxer_it_is_not_asked(text: str) -> None:
    assert read(text) == read_by_pyyaml_alone(text)


class CountingParser(yaml.SafeLoader):
    events = 0

    def get_event(self) -> Any:
        CountingParser.events += 1
        return super().get_event()  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("text", ["a: [" + "1," * 90_000 + "]", "a: " + "[" * 90_000, "- *a\n" * 9_000])
def test_what_is_too_much_is_not_read_on(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    CountingParser.events = 0
    monkeypatch.setattr(yaml_values, "CParser", CountingParser)
    with pytest.raises(NotOursError):
        plain_value(text, MOST)
    assert CountingParser.events <= MOST + 10


def test_as_many_values_as_may_be_are_read() -> None:
    assert plain_value("a: [" + ", ".join("1" * (MOST - 3)) + "]", MOST) == {"a": [1] * (MOST - 3)}
    deep = "[" * (MAX_DEPTH - 1) + "1" + "]" * (MAX_DEPTH - 1)
    assert cast(list[Any], plain_value(deep, MOST))[0]
    with pytest.raises(NotOursError, match=f"found more than {MAX_DEPTH} values inside each other"):
        plain_value(f"[{deep}]", MOST)
