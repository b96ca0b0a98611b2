"""Single elements of SMIL: what only fetches, what shows something, and which attributes have no place in a pack."""

from xml.etree.ElementTree import Element, fromstring

import pytest

from content.exchange.smil import elements

GONE = "e3b0c442" * 8


def element(text: str) -> Element:
    return fromstring(text)


def test_names_have_no_namespace_and_ids_of_both_kinds_count() -> None:
    seq = element('<seq xmlns="http://www.w3.org/ns/SMIL" xml:id="a" title="b" src="c"/>')
    assert (elements.name_of(seq), elements.id_of(seq), elements.called(seq)) == ("seq", "a", "<seq a>")
    assert elements.called(element('<img title="b" src="c"/>')) == "<img b>"
    assert elements.called(element('<img src="c"/>')) == "<img c>"
    assert elements.called(element("<par/>")) == "<par>"


@pytest.mark.parametrize(
    ("text", "fetches"),
    [
        ("<prefetch src='a'/>", True),
        ("<seq><par><prefetch/></par><seq dur='1s'/></seq>", True),
        ("<seq><prefetch/><img/></seq>", False),
        ("<seq dur='1s'/>", False),
        ("<seq><img/></seq>", False),
    ],
)
def test_what_has_prefetches_and_no_media_only_fetches(text: str, *, fetches: bool) -> None:
    assert elements.only_fetches(element(text)) is fetches


def test_the_ends_of_what_only_fetches_are_known_by_id() -> None:
    body = element(
        '<body><seq id="a"><prefetch id="b"/><seq id="c"/></seq><seq id="d"><img id="e"/></seq><seq id="f"/></body>'
    )
    ends = {f"{name}.{event}" for name in "abc" for event in ("end", "endEvent")}
    assert elements.fetched_events(body) == ends


def test_a_medium_is_its_address_or_its_title_where_that_is_a_checksum() -> None:
    assert elements.source_of(element('<img title="b" src="m/a.png"/>')) == "m/a.png"
    assert elements.source_of(element(f'<img title="b" src="m/{GONE}.png"/>')) == "b"
    assert elements.source_of(element(f'<img src="m/{GONE}.png"/>')) == f"m/{GONE}.png"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("<img/>", "it has no src"),
        ('<ref src="adapi:blankScreen"/>', "it turns the screen off"),
        ('<ref src="adapi:reboot"/>', "adapi:reboot is a command"),
    ],
)
def test_what_shows_nothing_says_why(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        elements.source_of(element(text))


@pytest.mark.parametrize(
    ("attribute", "condition"), [("expr", "expr"), ("systemLanguage", "systemLanguage"), ("title", ""), ("begin", "")]
)
def test_conditions_are_attributes_of_state_and_of_the_system(attribute: str, condition: str) -> None:
    words = elements.condition(element(f'<img {attribute}="x"/>'))
    assert words == (f"it has a condition ({condition}), and a pack knows times only" if condition else "")


def test_a_length_is_what_the_element_says_and_a_media_s_is_how_long_it_stays() -> None:
    assert elements.length(element('<seq dur="1h"/>')) == "1h"
    assert elements.length(element('<seq dur="1h" repeatDur="2h"/>')) == "2h"
    assert elements.length(element('<img dur="10s"/>')) == ""
    assert elements.length(element('<img repeatDur="10s"/>')) == "10s"
    assert elements.length(element('<seq dur="indefinite"/>')) == ""


def test_regions_that_fill_the_screen() -> None:
    layout = element(
        '<layout><root-layout width="1920px" height="1080"/>'
        '<region xml:id="all" width="100%" height="1080px"/><region regionName="auto"/>'
        '<region regionName="left" width="50%" height="100%"/><region regionName="low" top="10"/></layout>'
    )
    assert elements.whole_regions(layout) == {"all", "auto"}
