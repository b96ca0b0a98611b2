"""What a kind of slide that says nothing else answers, and what follows from the answers it gives."""

from typing import ClassVar

from hypothesis import given
from hypothesis import strategies as st

from content.authored import Moment
from content.pack.slide import Bound, Channels, Figured, Link, Passage, Picture, Slide, Source
from content.pack.values import Text

WAYS = Channels(web="https://example.org/a", short="example.org/a", phone="0256 408 300", desk="ghișeul 3")


class Plain(Slide, tag="plain", frozen=True, kw_only=True):
    """Only its words."""

    title: Text

    def prose(self) -> tuple[Passage, ...]:
        return (Passage("title", self.title),)


class Asking(Plain, tag="asking", frozen=True, kw_only=True):
    """Has its own ways to answer, and a picture."""

    ways: Channels = WAYS
    map: ClassVar[Picture] = Picture("media/harta.png", None)

    def address(self) -> Link | None:
        return self.ways.link()

    def address_field(self) -> str:
        return "ways"

    def channels_to_answer(self) -> Channels | None:
        return self.ways

    def pictures(self) -> tuple[Picture, ...]:
        return (self.map,)


class Measured(Figured, tag="measured", frozen=True, kw_only=True):
    """Figures and nothing else."""


def test_a_kind_that_says_nothing_else() -> None:
    slide = Plain(title="Salut")
    assert slide.kind == "plain"
    assert (slide.texts(), slide.headline()) == (("Salut",), "Salut")
    assert slide.phases() == {"": slide}
    nothing = (slide.running_text(), slide.address(), slide.channels_to_answer(), slide.figures(), slide.deadline())
    assert {*nothing, slide.official_period(), slide.must_end()} == {None}
    assert [*slide.telephones(), *slide.files(), *slide.pictures(), *slide.opening(), *slide.closing()] == []
    assert not slide.each_is_a_call


def test_what_follows_from_ways_to_answer_and_pictures() -> None:
    slide = Asking(title="Salut")
    assert list(slide.telephones()) == [("ways.phone", "0256 408 300")]
    assert list(slide.files()) == ["media/harta.png"]


def test_figures_are_the_slide_itself_and_their_file_is_one_it_needs() -> None:
    slide = Measured(data="data/a.csv", source=Source(name="INS", url="https://example.org", licence="CC BY"))
    assert slide.figures() is slide
    assert list(slide.files()) == ["data/a.csv"]
    assert (slide.stages(), slide.numbers(), slide.compares(), slide.adds_up_to()) == ((), (), True, None)


moments = st.none() | st.dates().map(lambda day: Moment(day.isoformat()))


@given(moments, moments)
def test_every_opening_comes_before_every_closing(first: Moment | None, last: Moment | None) -> None:
    slide = Plain(title="Salut", not_before=first, expires=last)
    assert slide.begins() == ((first,) if first else ())
    assert slide.ends() == ((last,) if last else ())
    pairs = ((Bound("not_before", first), Bound("expires", last)),) if first and last else ()
    assert slide.ordered() == pairs
