"""What people change of a pack, as edits."""

import pytest

from content.findings import ConflictError, MovedError, RefusedError, refused
from content.pack import folder
from control_server.publishing.edits import one_slide, whole_pack
from control_server.publishing.published import Published
from tests.server.simulator import PACK, Simulated, slide


def moved(_: Published) -> None:
    raise refused("moved", "x", "was changed, expected what is there")


def test_a_whole_pack_is_what_was_given_whatever_was_there(city: Simulated) -> None:
    assert whole_pack({"a": b"1"})(city.published) == {"a": b"1"}
    assert whole_pack(PACK)(Published()) == PACK


def test_one_slide_is_written_and_the_rest_stays(city: Simulated) -> None:
    files = one_slide("anunt", slide("Altul"))(city.published)
    assert files == {**PACK, "slides/anunt.yaml": slide("Altul")}
    assert city.published.files == PACK
    assert one_slide("nou", b"x")(city.published) == {**PACK, "slides/nou.yaml": b"x"}


def test_a_slide_needs_a_pack() -> None:
    with pytest.raises(ConflictError):
        one_slide("anunt", b"x")(Published())


def test_a_check_that_refuses_is_asked_of_what_is_there_then(city: Simulated) -> None:
    for edit in (whole_pack(PACK, moved), one_slide("anunt", b"x", moved)):
        with pytest.raises(MovedError):
            edit(city.published)


@pytest.mark.parametrize("data", [b"PK\x03\x04...", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1..."])
def test_figures_of_a_pack_are_text(data: bytes) -> None:
    with pytest.raises(RefusedError, match=r"data/buget\.csv: is a workbook, expected CSV"):
        whole_pack({**PACK, "data/buget.csv": data})


def test_slides_that_are_added_one_by_one_make_no_pack_that_is_too_large(
    city: Simulated, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder, "MAX_FILES", len(PACK))
    assert one_slide("anunt", slide("Altul"))(city.published)
    with pytest.raises(RefusedError, match="expected a city pack"):
        one_slide("nou", slide("Nou"))(city.published)
