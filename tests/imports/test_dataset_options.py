"""Pairs as a person writes them: `name=value;name=value`."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.findings import RefusedError
from content.imports.dataset_options import pairs

WORD = st.text(alphabet="abcșț ()/", min_size=1).map(str.strip).filter(bool)


@given(st.dictionaries(WORD, WORD))
def test_pairs_are_read_as_written(values: dict[str, str]) -> None:
    assert pairs(" ; ".join(f"{key} = {value}" for key, value in values.items()), "where") == values


@pytest.mark.parametrize("text", ["a", "=b", "a=", "a=b;c"])
def test_what_is_no_pair_is_refused_by_its_option(text: str) -> None:
    with pytest.raises(RefusedError, match="expected name=value;name=value"):
        pairs(text, "breaks")
