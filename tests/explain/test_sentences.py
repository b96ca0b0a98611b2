"""What `explain` says, as whole sentences in English and Romanian, over the cases a person meets."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
import yaml

from content.authored import Moment
from content.explain.explanation import Explanation, explain
from content.explain.sentences import InterfaceLang, Phrasebook
from content.pack.folder import read_folder
from content.pack.model import Pack
from content.pack.parse import parse
from tests import sample
from tests.explain.cases import explained

BUCHAREST = ZoneInfo("Europe/Bucharest")
SENTENCES = Path(__file__).with_name("sentences.yaml")
LISTS = """
playlists:
  - {id: civic, slides: [strada, restrictii]}
  - {id: call, slides: [strada]}
  - {id: short, slides: [restrictii]}
"""
MIX = """
campaigns:
  - {id: always, playlist: civic, share: 3}
  - {id: too, playlist: short}
  - {id: market, playlist: short, priority: 5, dayparts: [{days: sat, from: "08:00", to: "14:00"}]}
  - {id: low, playlist: civic, priority: -1}
  - {id: summer, playlist: civic, from: 2026-06-01, to: 2026-08-31}
  - {id: winter, playlist: civic, from: 2026-12-01}
  - {id: sundays, playlist: short, from: 2026-12-06, rrule: "FREQ=WEEKLY"}
  - {id: early, playlist: short, priority: -1, dayparts: [{days: sat, from: "09:00", to: "15:00"}]}
"""
TARGETS = """
campaigns:
  - {id: any, playlist: civic, displays: {tags: [gara, parc]}}
  - {id: one, playlist: civic, displays: {tags: [parc]}}
  - {id: all, playlist: civic, displays: {all_of: [centru, exterior]}}
  - {id: none, playlist: civic, displays: {none_of: [centru, nord]}}
  - {id: but, playlist: civic, displays: {all_of: [parc], none_of: [centru]}}
  - {id: ids, playlist: civic, displays: [gara]}
"""
DONE = """
campaigns:
  - {id: counted, playlist: civic, from: 2026-10-01, rrule: "FREQ=DAILY;COUNT=3"}
  - {id: bounded, playlist: civic, from: 2025-10-01, rrule: "FREQ=DAILY;UNTIL=20251005"}
  - {id: added, playlist: civic, rdate: [2026-10-05], dayparts: [{from: "22:00", to: "02:00"}]}
  - {id: mondays, playlist: civic, to: 2026-11-27, dayparts: [{days: mon, from: "08:00", to: "09:30"}]}
  - {id: never, playlist: civic, rdate: [2026-10-05], dayparts: [{days: sun, from: "08:00", to: "09:30"}]}
  - {id: rare, playlist: civic, from: 2024-02-29, rrule: "FREQ=YEARLY"}
"""
MINIMUM = """
campaigns:
  - {id: call, playlist: call}
  - {id: street, playlist: short, share: 3}
"""
UNDER = """
campaigns:
  - {id: under, playlist: civic, to: 2026-11-24}
  - {id: daily, playlist: civic, from: 2026-11-24, rrule: "FREQ=WEEKLY"}
  - {id: strip, playlist: short, to: 2026-11-29, dayparts: [{days: "sat,sun", from: "22:00", to: "02:00"}]}
  - {id: above, playlist: civic, priority: 1, from: 2026-11-24, to: 2026-11-27}
  - {id: top, playlist: short, priority: 2}
"""

NIGHTS = """
campaigns:
  - {id: low, playlist: civic}
  - {id: too, playlist: short, dayparts: [{from: "06:00", to: "10:00"}]}
  - {id: late, playlist: civic, dayparts: [{from: "23:00", to: "05:00"}]}
  - {id: tuesdays, playlist: civic, from: 2026-10-06, rrule: "FREQ=WEEKLY", exdate: [2026-11-10],
     dayparts: [{from: "08:00", to: "09:00"}]}
  - {id: above, playlist: short, priority: 2, dayparts: [{from: "12:00", to: "23:00"}]}
"""


def week() -> Pack:
    return parse(read_folder(Path(__file__).parents[2] / "docs" / "examples" / "week"))


def small(campaigns: str, **changes: str) -> Pack:
    return sample.parsed(playlists=LISTS, campaigns=campaigns, **changes)


LIFE = (
    sample.CALL
    + """
announce: 2026-11-10
result: {title: {ro: Întâi trotuarele}, said: {ro: Șase din zece}, did: {ro: Am mutat banii}, from: "2026-12-20T08:00"}
expires: 2027-01-31
"""
)
NEVER = sample.NOTICE + "not_before: 2026-12-01\n"
CHANGING = """
campaigns:
  - {id: a, playlist: civic}
  - {id: b, playlist: civic}
  - {id: c, playlist: call}
"""

PACKS = {
    "week": week(),
    "mix": small(MIX),
    "targets": small(TARGETS),
    "done": small(DONE),
    "minimum": small(MINIMUM, city=sample.CITY + "minimum_airtime: [{kinds: {consultation: 0.6}}]\n"),
    "enough": small(MINIMUM, city=sample.CITY + "minimum_airtime: [{kinds: {consultation: 0.2}}]\n"),
    "under": small(UNDER),
    "life": small("campaigns: [{id: call, playlist: call}]", slides__strada=LIFE),
    "never": small("campaigns: [{id: short, playlist: short}]", slides__restrictii=NEVER),
    "changing": small(CHANGING),
    "nights": small(NIGHTS),
    "abroad": small(MINIMUM, displays=sample.DISPLAYS.replace("id: gara", "id: gara\n    timezone: Asia/Kathmandu")),
}


@cache
def told(pack: str, at: str, display: str, language: InterfaceLang) -> Explanation:
    of = PACKS[pack]
    moment = datetime.fromisoformat(at).replace(tzinfo=BUCHAREST).astimezone(UTC)
    return explained(of, moment, display, language)


def sentences(pack: str, at: str, display: str, language: InterfaceLang) -> dict[str, str]:
    """What shows, the state of each campaign by its id, what comes next."""
    answer = told(pack, at, display, language)
    of_campaigns = {reason.campaign: reason.sentence for reason in answer.reasons}
    return {"shown": answer.sentence, **of_campaigns, "then": answer.then}


def test_a_display_that_says_the_time_zone_of_its_city_is_not_abroad() -> None:
    displays = sample.DISPLAYS.replace("id: gara", "id: gara\n    timezone: Europe/Bucharest")
    of, at = small(MINIMUM, displays=displays), datetime(2026, 11, 24, 10, tzinfo=UTC)
    for display in of.displays:
        assert "Bucharest" not in explained(of, at, display).sentence


def rows() -> Iterator[tuple[str, str, str, str, InterfaceLang, str]]:
    for of, expected in yaml.safe_load(SENTENCES.read_text()).items():
        pack, at, display = of.split()
        for what, by_language in expected.items():
            for language in get_args(InterfaceLang):
                yield pack, at, display, what, language, by_language[language]


@pytest.mark.parametrize(("pack", "at", "display", "what", "language", "sentence"), list(rows()))
def test_it_says(pack: str, at: str, display: str, what: str, language: InterfaceLang, sentence: str) -> None:
    assert sentences(pack, at, display, language)[what] == sentence


@pytest.mark.parametrize(
    ("at", "en", "ro"),
    [
        ("2026-11-24T18:00", "until 18:00", "până la 18:00"),
        ("2026-11-24T18:00:05", "until 18:00:05", "până la 18:00:05"),
        ("2026-11-25T00:00", "until midnight", "până la miezul nopții"),
        ("2026-11-25T08:30", "until Wednesday 25 November at 08:30", "până miercuri, 25 noiembrie, la 08:30"),
        (
            "2026-11-26T00:00",
            "until the end of Wednesday 25 November",
            "până la sfârșitul zilei de miercuri, 25 noiembrie",
        ),
        ("2027-01-01T00:00", "until the end of Thursday 31 December", "până la sfârșitul zilei de joi, 31 decembrie"),
        ("2027-02-06T08:00", "until Saturday 6 February 2027 at 08:00", "până sâmbătă, 6 februarie 2027, la 08:00"),
    ],
)
def test_until_when(at: str, en: str, ro: str) -> None:
    now, then = (datetime.fromisoformat(text).replace(tzinfo=BUCHAREST) for text in ("2026-11-24T12:00", at))
    assert (Phrasebook("en", BUCHAREST, now).until(then), Phrasebook("ro", BUCHAREST, now).until(then)) == (en, ro)


def test_an_hour_that_comes_twice_says_which() -> None:
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    phrases = Phrasebook("ro", BUCHAREST, first)
    assert phrases.until(first) == "până la 03:30 (prima dată)"
    assert phrases.until(first.replace(hour=1)) == "până la 03:30 (a doua oară)"
    assert phrases.until(first.replace(hour=2)) == "până la 04:30"
    assert phrases.full(first) == "duminică, 25 octombrie 2026, 03:30 (prima dată)"


@pytest.mark.parametrize(
    ("at", "en", "ro"),
    [
        (
            "2027-03-28T03:30",
            "03:30 does not exist that night; 04:30 is shown",
            "03:30 nu există în noaptea aceasta; se arată 04:30",
        ),
        ("2027-03-28T03:30+03:00", None, None),
        ("2027-03-28T04:30", None, None),
        ("2026-10-25T03:30", None, None),
        ("2027-03-28", None, None),
    ],
)
def test_a_time_that_does_not_exist_is_said(at: str, en: str | None, ro: str | None) -> None:
    now = datetime(2027, 3, 28, tzinfo=UTC)
    assert Phrasebook("en", BUCHAREST, now).skipped(Moment(at)) == en
    assert Phrasebook("ro", BUCHAREST, now).skipped(Moment(at)) == ro


def test_parts_make_a_hundred() -> None:
    shares = ", ".join(f"{{id: c{share}, playlist: civic, share: {share}}}" for share in (4, 3, 2))
    of = small(f"campaigns: [{shares}]")
    answer = explained(of, datetime(2026, 11, 24, 10, tzinfo=UTC))
    assert [re.findall(r"(\d+)%", reason.sentence) for reason in answer.reasons] == [["45"], ["33"], ["22"]]


def test_little_airtime_is_not_called_none() -> None:
    phrases = Phrasebook("en", BUCHAREST, datetime(2026, 11, 24, tzinfo=UTC))
    assert [phrases.part(of) for of in (100, 70, 1, 0)] == ["100%", "70%", "1%", "<1%"]


def test_romanian_has_its_own_letters() -> None:
    """ș and ț with the comma below, never the cedilla."""
    assert not set("şţŞŢ") & set(SENTENCES.read_text())


def test_a_campaign_is_called_by_its_name_in_the_language_of_the_sentence_or_the_citys_first() -> None:
    fair = "{id: targ-1, name: {ro: Târgul, en: The fair}, playlist: civic, priority: 9}"
    pack = small(f"campaigns: [{fair}, {{id: mereu, name: Mereu, playlist: civic}}]")
    told = {
        lang: explain(pack, pack.displays["piata"], datetime(2026, 11, 24, 10, tzinfo=UTC), language=lang)
        for lang in get_args(InterfaceLang)
    }
    masked = {lang: each.reasons[1].sentence for lang, each in told.items()}
    assert masked["en"].startswith("“Mereu” (priority 0) is masked by “The fair” (priority 9)")
    assert masked["ro"].startswith("Campania „Mereu” (prioritatea 0) este acoperită de „Târgul” (prioritatea 9)")
    assert told["ro"].sentence.endswith("în campania „Târgul”.")
    assert told["ro"].reasons[0].campaign == "targ-1"
