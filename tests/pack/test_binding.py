"""Which displays are meant is found once for displays of which the same is true, and as for each by itself."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from content.pack.binding import Binding
from content.pack.model import Display, Panel, meant
from content.pack.tagged import Tagged

TAGS = st.lists(st.sampled_from("abc"), max_size=3, unique=True).map(tuple)
WANTED: st.SearchStrategy[Any] = (
    st.just("all")
    | st.lists(st.sampled_from(["d0", "d1", "d2"]), max_size=2).map(tuple)
    | st.builds(lambda some, none: Tagged(tags=some, none_of=none), TAGS, st.just(("x",)))
)


def display(name: str, tags: tuple[str, ...]) -> Display:
    panel = Panel(diagonal_inch=32, width=1280, height=720)
    return Display(id=name, name=name, panel=panel, viewing_distance_m=2, languages=("ro",), tags=tags)


@given(st.lists(WANTED, max_size=5), st.lists(TAGS, max_size=4))
def test_it_answers_as_each_display_by_itself(wanted: list[Any], tags: list[tuple[str, ...]]) -> None:
    binding = Binding(dict(enumerate(wanted)))
    for number, own in enumerate(tags):
        each = display(f"d{number}", own)
        assert binding.of(each) == tuple(key for key, displays in enumerate(wanted) if meant(displays, each))


def test_it_looks_once_for_displays_with_the_same_tags_that_nothing_names() -> None:
    binding = Binding({"everywhere": "all", "in the centre": Tagged(tags=("centru",)), "one": ("d7",)})
    displays = [
        display(f"d{number}", (f"no{number}", "centru") if number % 2 else (f"no{number}",)) for number in range(1_000)
    ]
    bound = [binding.of(each) for each in displays]
    assert bound[7] == ("everywhere", "in the centre", "one")
    assert bound[9] == ("everywhere", "in the centre")
    assert bound[9] is bound[11]
    assert binding.looks == 3
