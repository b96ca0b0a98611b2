"""The published snapshot, and what an ETag calls its parts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.findings import ConflictError, NotFoundError
from control_server.publishing.published import Published, document_tag, pack_tag
from tests.server.simulator import PACK, Simulated, many_displays

FILES = st.dictionaries(st.text("ab/", min_size=1, max_size=4), st.binary(max_size=4), max_size=4)


def test_before_the_first_publication_there_is_nothing_but_a_clear_sentence() -> None:
    empty = Published()
    assert (empty.revision, empty.versions()) == (0, {})
    for ask in (empty.city_pack, lambda: empty.display("gara")):
        with pytest.raises(ConflictError, match="expected `afisier publish PACK` first"):
            ask()


async def test_what_is_not_there_is_not_found(city: Simulated) -> None:
    published = city.published
    assert published.display("gara").name == "Gara"
    assert published.plan("gara").items.keys() == {"anunt"}
    assert published.slide("anunt") == PACK["slides/anunt.yaml"]
    for ask, name in ((published.display, "nix"), (published.plan, "nix"), (published.slide, "nix")):
        with pytest.raises(NotFoundError):
            ask(name)


async def test_of_many_displays_some_are_named_where_one_is_asked_for_that_is_not_there(city: Simulated) -> None:
    await city.publish({**PACK, "displays.yaml": many_displays(25)})
    with pytest.raises(NotFoundError, match="expected one of: ") as refusal:
        city.published.display("nix")
    message = refusal.value.findings[0].message
    assert message.endswith(" and 5 others") and message.count(",") == 20


@given(FILES, FILES)
def test_packs_have_the_same_tag_when_they_are_equal_and_only_then(
    one: dict[str, bytes], other: dict[str, bytes]
) -> None:
    assert (pack_tag(one) == pack_tag(other)) == (one == other)
    assert pack_tag(dict(reversed(one.items()))) == pack_tag(one)


@given(st.binary(max_size=8), st.binary(max_size=8))
def test_documents_too(one: bytes, other: bytes) -> None:
    assert (document_tag(one) == document_tag(other)) == (one == other)
