"""What a notice could say at a glance: each period keeps its streets, what does not fit is named, nothing is cut."""

from datetime import date, timedelta

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from content.readers.calls import proposal
from content.readers.calls.periods import times
from content.readers.calls.proposal import LONGEST_BODY, ProposedBody
from content.readers.calls.sentences import sentences

TODAY = date(2026, 11, 23)


def proposed(text: str, title: str = "") -> ProposedBody:
    every = sentences(text)
    return proposal.proposed(every, proposal.parts(every, times(text, TODAY).intervals), title, TODAY)


LONG = " pentru înlocuirea conductelor de apă și a branșamentelor, conform autorizației emise de comisia de circulație."


@pytest.mark.parametrize(
    ("text", "body"),
    [
        (
            f"În perioada 3–5 decembrie 2026, orele 9–15, se închide strada Zăvoi{LONG}",
            "3–5 decembrie, 9–15: str. Zăvoi",
        ),
        (
            f"În 4 decembrie pe strada Morii și în 8 decembrie pe strada Gării{LONG}",
            "- 4 decembrie: str. Morii\n- 8 decembrie: str. Gării",
        ),
        (
            f"Pe strada Morii în 4 decembrie și pe strada Gării în 8 decembrie{LONG}",
            "- 4 decembrie: str. Morii\n- 8 decembrie: str. Gării",
        ),
        (
            f"În 4 și 8 decembrie, orele 9–15, pe strada Morii{LONG}",
            "4 și 8 decembrie, 9–15: str. Morii",
        ),
        (f"Până la 4 decembrie, ora 16, pe strada Morii{LONG}", "până pe 4 decembrie, ora 16: str. Morii"),
        (f"Începând cu 4 decembrie pe strada Morii{LONG}", "din 4 decembrie: str. Morii"),
        (
            f"De vineri, 4 decembrie, ora 16, până duminică, pe strada Morii{LONG}",
            "4 decembrie, ora 16 – 6 decembrie: str. Morii",
        ),
        ("În 4 decembrie se închid:\n- strada Morii\n- strada Gării", "4 decembrie: str. Morii, str. Gării"),
        (f"Se închide strada Morii{LONG}\nLucrarea are loc în 4 decembrie 2026{LONG}", "4 decembrie: str. Morii"),
        ("Strada Morii se închide pe 4 decembrie.", "Strada Morii se închide pe 4 decembrie."),
        ("Titlu\nPrimăria își cere scuze. Alta.", "Primăria își cere scuze."),
        (f"Fără zile{LONG}", ""),
    ],
)
def test_a_body(text: str, body: str) -> None:
    assert proposed(text).body == body


def test_what_does_not_fit_is_named_and_what_is_over_too() -> None:
    text = "\n".join(
        f"- în perioada {day}–{day + 1} {month} 2026 se închid străzile Lungă{day}, Lată{day} și Adâncă{day}{LONG}"
        for month, day in (("noiembrie", 10), ("decembrie", 3), ("decembrie", 6), ("decembrie", 9))
    )
    made = proposed(text)
    assert made.body == "- 3–4 dec: str. Lungă3, Lată3, Adâncă3\n- 6–7 dec: str. Lungă6, Lată6, Adâncă6"
    assert made.left_out == ("9–10 decembrie: str. Lungă9, str. Lată9, str. Adâncă9",)
    assert made.over == ("10–11 noiembrie: str. Lungă10, str. Lată10, str. Adâncă10",)


def test_of_many_streets_the_rest_is_counted() -> None:
    names = ", ".join(f"Strămoșilor{number}" for number in "ABCDEFGH")
    made = proposed(f"În 4 decembrie se închid străzile {names}{LONG}")
    assert len(made.body) <= LONGEST_BODY
    assert made.body.endswith(" și încă 3")
    assert len(made.left_out) == 1


def test_the_streets_of_a_sentence_without_a_day_are_those_of_the_day_before_it() -> None:
    text = f"Cursa are loc duminică, 6 decembrie 2026{LONG} Între orele 7:45 și 8:45 va fi închis Podul Mihai Viteazu."
    assert proposed(text).body == "6 decembrie, 7:45–8:45: Podul Mihai Viteazu"


def test_a_street_of_the_title_is_not_said_again() -> None:
    assert proposed(f"În 4 decembrie, strada Morii{LONG}", "Strada Morii se închide").body == "4 decembrie"


PERIODS = (
    "în perioada {0:%d.%m.%Y} – {1:%d.%m.%Y}",
    "în perioada {0:%d.%m.%Y}-{1:%d.%m.%Y} ,",
    "din data de {0:%d.%m.%Y} până în data de {1:%d.%m.%Y},",
    "între {0.day} {2} {0.year} și {1.day} {3} {1.year},",
    "de la {0.day} {2} {0.year} la {1.day} {3} {1.year},",
)
CLOCKS = (
    "",
    "între orele {0} și {1},",
    "orele {0:02}.00–{1:02}.00,",
    "în intervalul orar {0:02}:00 - {1:02}:00,",
    "zilnic, de la ora {0} la ora {1},",
)
PLACES = ("strada Morii", "bd. Republicii", "Calea Șagului", "Piața 1 Decembrie 1918", "Splaiul Nicolae Titulescu")
SHORT = ("str. Morii", "bd. Republicii", "Calea Șagului", "Piața 1 Decembrie 1918", "Splaiul Nicolae Titulescu")
BEGINS = ("Astfel,", "Totodată,", "De asemenea,", "")


@st.composite
def sentence(draw: st.DrawFn) -> tuple[str, date, date, tuple[int, int] | None, str]:
    """One sentence of a notice, and what it says: first day, last day, hours, street."""
    first = draw(st.dates(date(2026, 11, 25), date(2027, 6, 30)))
    last = first + timedelta(days=draw(st.integers(1, 90)))
    hour, until = draw(st.sampled_from([(9, 15), (8, 18), (22, 6), (7, 10)]))
    period, clock, place = draw(st.sampled_from(PERIODS)), draw(st.sampled_from(CLOCKS)), draw(st.integers(0, 4))
    names = [format_date(day, "MMMM", locale="ro_RO") for day in (first, last)]
    when = [period.format(first, last, *names), clock.format(hour, until)]
    if draw(st.booleans()) and clock:
        when = [f"{when[1].removesuffix(',')},", when[0]]
    words = " ".join([draw(st.sampled_from(BEGINS)), *when, f"se închide circulația pe {PLACES[place]}{LONG}"]).strip()
    daily = (hour * 60, until * 60) if clock else None
    return words[:1].upper() + words[1:], first, last, daily, SHORT[place]


@given(st.lists(sentence(), min_size=1, max_size=4))
def test_every_period_keeps_its_days_hours_and_street(
    told: list[tuple[str, date, date, tuple[int, int] | None, str]],
) -> None:
    text = "Restricții\n" + "\n".join(each[0] for each in told)
    every = sentences(text)
    made = proposal.parts(every, times(text, TODAY).intervals)
    read = {
        (each.first, each.last, tuple((clock.first, clock.last) for clock in each.daily), *part.streets)
        for part in made
        for each in part.intervals
    }
    expected = {(first, last, (daily,) if daily else (), street) for _, first, last, daily, street in told}
    assert read <= expected
    assert {(one[0], one[1]) for one in read} == {(one[0], one[1]) for one in expected}
