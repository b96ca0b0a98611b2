"""Options as texts: from the command line, the API or a file, read alike; a wrong one is named."""

from typing import Literal

import msgspec
import pytest

from content.authored import Moment
from content.findings import RefusedError
from content.imports.options import chosen, named, values_of


class Options(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One of each kind."""

    as_of: Moment | None = None
    by: Literal["days", "hours"] = "days"
    limit: int = 20
    percent: float | None = None
    featured: bool = False
    tags: tuple[str, ...] = ()
    title: str = ""


def test_texts_become_values() -> None:
    given = {"as-of": "2026-12-31", "by": "hours", "limit": "3", "percent": "1.5", "featured": "true", "tags": "a, b,"}
    assert chosen(given, Options) == Options(
        as_of=Moment("2026-12-31"), by="hours", limit=3, percent=1.5, featured=True, tags=("a", "b")
    )
    assert chosen({}, Options) == Options()


def test_a_field_may_be_written_either_way() -> None:
    assert chosen({"as_of": "2026-12-31"}, Options) == chosen({"as-of": "2026-12-31"}, Options)
    assert list(named(Options)) == ["as-of", "by", "limit", "percent", "featured", "tags", "title"]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"nix": "1"}, "--nix: is no option of this reader, expected one of as-of, by, featured"),
        ({"by": "week"}, "--by: found 'week', expected one of days, hours"),
        ({"limit": "3.5"}, "--limit: found '3.5', expected a whole number"),
        ({"percent": "x"}, "--percent: found 'x', expected a number with a decimal point"),
        ({"featured": "maybe"}, "--featured: found 'maybe', expected true or false"),
        ({"as-of": "mâine"}, "--as-of: found 'mâine', expected a date as 2026-12-31"),
    ],
)
def test_a_wrong_option_is_named_with_what_was_expected(given: dict[str, str], message: str) -> None:
    with pytest.raises(RefusedError) as caught:
        chosen(given, Options)
    assert str(caught.value).startswith(message)


def test_the_values_an_option_is_limited_to() -> None:
    assert values_of(Literal["a", 1]) == ("a", "1")
    assert values_of(Literal["a"] | None) == ("a",)
    assert values_of(int | None) == values_of(str) == ()
