"""A playlist as a form: one step of its order, and back into the file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content import strict_yaml
from content.findings import RefusedError
from control_server.studio import playlist_form
from tests import sample

CITY = sample.parsed().city
LISTS = """# as the press office keeps them
playlists:
  - {id: civic, slides: [strada, restrictii]}   # the first
  - id: alta
    slides:
      - restrictii
"""


def edited(text: str, playlist: str, slides: list[str], **names: str) -> str:
    return playlist_form.edited(text.encode(), playlist, slides, names, CITY).decode()


@pytest.mark.parametrize(
    ("step", "order"),
    [
        ("up:b", "bac"),
        ("up:a", "abc"),
        ("down:b", "acb"),
        ("down:c", "abc"),
        ("out:b", "ac"),
        ("in:d", "abcd"),
        ("in:a", "abc"),
        ("out:x", "abc"),
    ],
)
def test_a_step_moves_one_slide_by_one_place_takes_it_out_or_adds_it(step: str, order: str) -> None:
    assert playlist_form.stepped("abc", step) == list(order)


@given(st.lists(st.sampled_from("abcdef"), min_size=1, unique=True), st.data())
def test_a_step_back_undoes_a_step(slides: list[str], data: st.DataObject) -> None:
    one = data.draw(st.sampled_from(slides))
    there = playlist_form.stepped(slides, f"down:{one}")
    if there != slides:
        assert playlist_form.stepped(there, f"up:{one}") == slides
    assert sorted(there) == sorted(slides)


def test_another_step_is_refused() -> None:
    with pytest.raises(RefusedError, match="found 'burn:a', expected up"):
        playlist_form.stepped("a", "burn:a")


def test_the_order_and_the_name_change_and_the_rest_of_the_file_stays() -> None:
    there = edited(LISTS, "civic", ["restrictii", "strada"], ro="De pe stradă", en="  ")
    assert "# as the press office keeps them" in there and "# the first" in there
    assert strict_yaml.mapping(there.encode(), "a")["playlists"] == [
        {"id": "civic", "name": {"ro": "De pe stradă"}, "slides": ["restrictii", "strada"]},
        {"id": "alta", "slides": ["restrictii"]},
    ]
    assert edited(there, "civic", ["restrictii", "strada"], ro="").count("name") == 0


def test_what_does_not_differ_leaves_the_bytes_as_they_are() -> None:
    assert edited(LISTS, "alta", ["restrictii"]) == LISTS
    named = LISTS.replace("- id: alta", "- id: alta\n    name: Alta")
    assert edited(named, "alta", ["restrictii"], ro="Alta") == named


@pytest.mark.parametrize(
    ("playlist", "slides", "name", "problem"),
    [
        ("civic", [], "", "found 0 slides, expected at least one"),
        ("civic", ["strada"], "x" * 121, "has 121 characters, expected at most 120"),
        ("nu-e", ["strada"], "", "is not among its playlists"),
    ],
)
def test_what_no_playlist_may_be_is_refused(playlist: str, slides: list[str], name: str, problem: str) -> None:
    with pytest.raises(RefusedError, match=problem):
        edited(LISTS, playlist, slides, ro=name)


def test_a_new_playlist_has_an_id_of_its_name_that_is_free() -> None:
    pack = sample.parsed()
    fresh, body = playlist_form.begun(LISTS.encode(), pack, "Civic", "strada")
    assert fresh == "civic-2"
    assert strict_yaml.mapping(body, "a")["playlists"][-1] == {
        "id": "civic-2",
        "name": {"ro": "Civic"},
        "slides": ["strada"],
    }
    with pytest.raises(RefusedError, match="found a name of 0 characters"):
        playlist_form.begun(LISTS.encode(), pack, "  ", "strada")
