"""Civic minimums of airtime: kinds and single calls that get less than the city asked for."""

from datetime import datetime

from tests import sample
from tests.checks.foreseen import (
    ALWAYS,
    NOW,
    PLAYLISTS,
    Twins,
    copies,
    foreseen,
    only_of_the_first,
    warned,
)

BASE = "  - {id: base, playlist: calm}\n"
PARC = sample.CALL.replace("Spune ce repari", "Spune ce plantezi").replace("2026-12-06T23:59", "2027-01-30T23:59")
LISTS = PLAYLISTS + "  - {id: parc, slides: [parc]}\n"


def city(displays: str = "all") -> str:
    return sample.CITY + f"minimum_airtime: [{{displays: {displays}, kinds: {{consultation: 0.3}}}}]\n"


def short(campaigns: str, **changes: str) -> list[str]:
    return warned("airtime", campaigns, NOW, **{"city": city(), **changes})


def test_a_display_for_which_the_city_asked_and_that_has_no_call() -> None:
    elsewhere = BASE + "  - {id: calls, playlist: call, displays: [gara]}\n"
    (finding,) = foreseen("airtime", elsewhere, city=city())
    assert (finding.where, finding.fix) == ("displays.yaml:piata", "bind a campaign to it that plays strada")
    assert finding.message.startswith("gives consultation 0% of its airtime while a call is open in the next 30 days")
    assert short(elsewhere, city=city("[gara]")) == []
    assert short(BASE) == []  # no call in the city


def test_only_the_time_counts_in_which_a_call_is_open() -> None:
    """The last hours of the call are the base's; before, it has 15 days in which nothing else plays."""
    strada = sample.CALL.replace("2026-11-20T00:00", "2026-12-01T00:00")
    assert short(BASE + "  - {id: calls, playlist: call, priority: 1, to: 2026-12-05}\n", slides__strada=strada) == []


def test_a_call_that_gets_next_to_nothing_of_what_calls_get_is_named() -> None:
    campaigns = (
        BASE
        + '  - {id: calls, playlist: call, dayparts: [{from: "06:00", to: "07:00"}]}\n'
        + "  - {id: parc, playlist: parc}\n"
    )
    sentences = short(campaigns, slides__parc=PARC, playlists=LISTS)
    assert [line.partition(" and gets ")[0] for line in sentences] == ["slides/strada.yaml: closes in 13 days"] * 2
    assert sentences[0].endswith("on piata: an even part of the 30% that the city asked for is 15%")
    assert sentences[1].endswith("on gara: an even part of the 30% that the city asked for is 15%")


def test_calls_that_share_what_the_city_asked_for_are_well() -> None:
    shared = BASE + "  - {id: calls, playlist: call, share: 2}\n  - {id: parc, playlist: parc, share: 3}\n"
    assert short(shared, slides__parc=PARC, playlists=LISTS) == []


def test_a_call_alone_beside_the_result_of_another() -> None:
    """Results count as consultation too: they can take it all."""
    result = """
result:
  title: {ro: Ce s-a ales, en: What was chosen, hu: Ezt választották}
  said: {ro: Trotuare, en: Pavements, hu: Járdák}
  did: {ro: Se fac, en: Being built, hu: Épülnek}
  from: 2026-11-21
  to: 2026-12-31
"""
    over = sample.CALL.replace("2026-12-06T23:59", "2026-11-20T23:59").replace("Spune ce repari", "Spune ce plantezi")
    campaigns = BASE + "  - {id: calls, playlist: call}\n  - {id: parc, playlist: parc, share: 50}\n"
    sentences = short(campaigns, slides__parc=over + result, playlists=LISTS)
    assert [line.rpartition(": ")[2] for line in sentences] == ["the city asked for 30%"]
    assert all("closes in 13 days" in line for line in sentences)


def test_displays_alike_are_one_finding() -> None:
    masked = "  - {id: high, playlist: calm, priority: 2, displays: {tags: [centru]}}\n"
    (sentence,) = short(ALWAYS + masked, displays=copies("a", "b"))
    assert sentence.startswith("displays.yaml:piata: gives consultation 0%")
    assert sentence.endswith("strada closes in 13 days; the same on a and b")


def test_the_day_on_which_a_call_closes() -> None:
    masked = ALWAYS + "  - {id: high, playlist: calm, priority: 2}\n"
    for now, when in (("2026-12-05", "tomorrow"), ("2026-12-06", "today")):
        (sentence,) = warned("airtime", masked, datetime.fromisoformat(f"{now}T12:00+02:00"), city=city())
        assert f"strada closes {when}; the same on gara" in sentence


CITY = sample.CITY + "minimum_airtime: [{kinds: {consultation: 0.3}}]\n"


def test_it_is_said_and_not_of_its_twin() -> None:
    twins = Twins(
        "airtime",
        "  - {id: high, playlist: calm, priority: 2, displays: [piata]}\n  - {id: low, playlist: civic}\n",
        {"city": CITY},
        "gives consultation 0% of its airtime while a call is open in the next 30 days, the city asked for 30%; strada "
        "closes in 13 days",
        "  - {id: x, playlist: calm, share: 9}\n  - {id: y, playlist: civic}\n",
    )
    only_of_the_first(twins)
