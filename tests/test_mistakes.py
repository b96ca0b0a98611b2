"""Every mistake in what a person wrote is one sentence with its path, in the words of the file."""

from itertools import islice

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from content import mistakes as module
from content import strict_yaml
from content.authored import Value
from content.findings import RefusedError
from content.pack.model import Campaign, Display, Names
from content.pack.slides import authored
from tests import sample


def mistakes(text: str, kind: object) -> dict[str, str]:
    """Path → sentence of every mistake."""
    with pytest.raises(RefusedError) as caught:
        strict_yaml.typed(strict_yaml.mapping(text.encode(), "x.yaml"), kind, "x.yaml")
    return {finding.where.removeprefix("x.yaml:"): finding.message for finding in caught.value.findings}


def test_every_mistake_is_found_at_once_with_its_path() -> None:
    text = sample.CALL.replace("takes_minutes: 3", "takes_minutes: lots\nopns: x").replace("2026-11-20T00:00", "soon")
    told = mistakes(text.replace("hu: Bárki", "fr: Tous").replace("https:", "ftp:"), authored())
    assert told == {
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
    told = mistakes(text, kind)
    assert list(told) == [path]
    assert sentence in told[path]


def test_missing_keys_say_what_they_expect() -> None:
    with pytest.raises(RefusedError) as caught:
        strict_yaml.typed({"id": "a"}, Display, "x.yaml")
    missing = [finding.message for finding in caught.value.findings]
    assert "the key 'panel' of a display is missing, expected keys and values (diagonal_inch, width, height)" in missing
    assert [message.split("'")[1] for message in missing] == ["name", "panel", "viewing_distance_m", "languages"]


def test_mistakes_that_nobody_asks_for_are_not_worked_out() -> None:
    asked: list[object] = []

    def hook(kind: type, value: object) -> object:
        asked.append(value)
        raise ValueError("found no date, expected one")

    written = {"id": "a", "playlist": "b", "rdate": ["soon"] * 10_000}
    first = list(islice(module.mistakes(written, Campaign, hook), 20))
    assert len(first) == 20
    assert len(asked) == 22  # one of each row, and of the list and the campaign that have a mistake in them


class Shelf(Value, frozen=True, kw_only=True):
    name: str
    books: tuple[int, ...] = ()
    labels: dict[str, int] = msgspec.field(default_factory=dict)


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.sampled_from(["", "a", "name", "books"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["name", "books", "labels", "boks", "x"]), inner, max_size=4)
    ),
    max_leaves=8,
)


@given(PLAIN)
def test_there_is_a_mistake_exactly_where_msgspec_refuses(value: object) -> None:
    def hook(kind: type, value: object) -> object:
        raise ValueError(f"expected {kind}")

    told = list(module.mistakes(value, Shelf, hook))
    try:
        msgspec.convert(value, Shelf)
    except msgspec.ValidationError:
        assert told
    else:
        assert not told
    for path, message in told:
        assert path.startswith("$")
        assert "expected" in message and "\n" not in message
