"""Packs that hypothesis writes: the documents of a city as a person would type them, about a day and a time zone.

Plain values, so that the oracle reads what was written and not what the program made of it. Times are whole minutes.
"""

import json
from datetime import date, datetime, time, timedelta
from typing import Any

from hypothesis import strategies as st

from content.pack.model import Pack
from content.pack.parse import parse
from tests.schedule import almanac

Documents = dict[str, Any]
"""File of the pack to what is in it."""

LANGUAGES = ("ro", "en", "hu", "de")
SPOKEN = (["ro"], ["ro", "en"], ["en", "ro"], ["hu", "ro", "de", "en"])
"""Of displays: few, so that some have the same."""
TAGS = ("centru", "parc", "gara")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NOT_THERE = date(2011, 12, 30)
"""Apia had no such day: nobody means it as a first or last one."""
CHANGES = (0, 1, 60, 61, 110, 120, 150, 170, 180, 195, 210, 239, 240, 255)
"""Minutes of the day about which clocks change somewhere."""

BUDGET = "cod;denumire;total\n65.02;Învățământ;600000\n67.02;Cultură;400000\n49.02;TOTAL;1000000\n".encode()
EARLY, LATE = (-2, -1, -1, 0, 0, 1), (-1, 0, 0, 1, 1, 2)
"""Days away: of what opens something and what ends it, so that much is open."""


def characters(slide: str, lang: str) -> int:
    """Made up: what there is to read on a slide. Three to three hundred."""
    return sum(map(ord, slide + lang)) * 37 % 298 + 3


def parsed(documents: Documents) -> Pack:
    """The pack, read as from a folder (JSON is YAML)."""
    files = {name: json.dumps(text, ensure_ascii=False).encode() for name, text in documents.items()}
    return parse({**files, "data/budget.csv": BUDGET})


# --- times ---------------------------------------------------------------------------------------------------------


FORMS = ("", "", "+02:00", "Z", "date")
"""A local time, one with its offset, a bare date."""


@st.composite
def moments(
    draw: st.DrawFn, day: date, days: tuple[int, ...] = (-2, -1, 0, 0, 1, 2), forms: tuple[str, ...] = FORMS
) -> str:
    """So many days away, written in one of these ways."""
    near = day + timedelta(draw(st.sampled_from(days)))
    form = draw(st.sampled_from(forms))
    if form == "date":
        return near.isoformat()
    minutes = draw(st.sampled_from(CHANGES) | st.integers(0, 1439))
    return f"{datetime.combine(near, time()) + timedelta(minutes=minutes):%Y-%m-%dT%H:%M}{form}"


@st.composite
def dayparts(draw: st.DrawFn) -> dict[str, str]:
    weekdays = [name for name in WEEKDAYS if draw(st.booleans())]
    days = draw(st.sampled_from(("mon-sun", "mon-fri", "sat,sun", "fri-sun", ",".join(weekdays) or "tue, thu")))
    minute = st.sampled_from(CHANGES) | st.integers(0, 1440)
    start = draw(minute.filter(lambda minute: minute < 1440))
    end = draw(minute.filter(lambda minute: minute != start))
    return {"days": days, "from": f"{start // 60:02}:{start % 60:02}", "to": f"{end // 60:02}:{end % 60:02}"}


@st.composite
def rules(draw: st.DrawFn, start: date, aim: date) -> str:
    """A rule of RFC 5545 counted from `start`; many of them have the day `aim`."""
    every = f"INTERVAL={draw(st.integers(1, 3))}"
    names = sorted({almanac.WEEKDAYS[aim.weekday()], *draw(st.lists(st.sampled_from(almanac.WEEKDAYS), max_size=2))})
    some, name = ",".join(names), almanac.WEEKDAYS[aim.weekday()]
    place, last = (aim.day - 1) // 7 + 1, aim.day - almanac.length_of_month(aim) - 1
    rule = draw(
        st.sampled_from(
            (
                f"FREQ=DAILY;{every}",
                f"FREQ=DAILY;BYDAY={some}",
                f"FREQ=DAILY;{every};BYMONTH={aim.month},{aim.month % 12 + 1}",
                f"FREQ=WEEKLY;{every};BYDAY={some}",
                f"FREQ=WEEKLY;{every};BYDAY={some};WKST=SU",
                f"FREQ=WEEKLY;{every}",
                f"FREQ=MONTHLY;BYMONTHDAY={aim.day},{aim.day % 28 + 1}",
                f"FREQ=MONTHLY;{every};BYMONTHDAY={last}",
                f"FREQ=MONTHLY;BYDAY={place}{name}",
                f"FREQ=MONTHLY;{every};BYDAY=-1{name},1{name}",
                f"FREQ=MONTHLY;BYDAY={some},2FR",
                "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
                f"FREQ=MONTHLY;BYDAY={some}",
                "FREQ=MONTHLY",
                "FREQ=YEARLY",
                f"FREQ=YEARLY;BYMONTH={aim.month};BYDAY=-1{name},{place}{name}",
                f"FREQ=YEARLY;BYMONTHDAY={aim.day}",
                f"FREQ=YEARLY;BYYEARDAY={almanac.place_in_year(aim)},-1",
                f"FREQ=YEARLY;BYWEEKNO={aim.isocalendar().week};BYDAY={some}",
            )
        )
    )
    end = draw(st.sampled_from(("", "", f";COUNT={draw(st.integers(1, 40))}", f";UNTIL={aim:%Y%m%d}")))
    known = next(almanac.listed(rule, start, start + timedelta(3 * 366)), None)
    if known is None:  # a rule that never occurs is refused
        return "FREQ=DAILY"
    return rule if end.startswith(";UNTIL") and known > aim else rule + end


# --- what is shown -------------------------------------------------------------------------------------------------


def texts(languages: list[str]) -> dict[str, str]:
    """Some 80 letters: read in 9 s by who passes, in 8 s by who waits."""
    return {
        lang: f"Text {lang}, mai lung decât ce se vede dintr-o privire, să conteze cine citește" for lang in languages
    }


@st.composite
def slides(draw: st.DrawFn, day: date, kinds: tuple[str, ...]) -> Documents:
    kind = draw(st.sampled_from(kinds))
    languages = draw(st.lists(st.sampled_from(LANGUAGES), min_size=1, max_size=4, unique=True))
    more = texts([*languages, *draw(st.lists(st.sampled_from(LANGUAGES), max_size=1))])  # not complete in that one
    slide: Documents = {"kind": kind}
    for name, days in (("not_before", EARLY), ("expires", LATE)):
        if draw(st.integers(0, 3)) == 0:
            slide[name] = draw(moments(day, days))
    link = {"url": "https://example.org/a", "short": "tm.ro/a"}
    if kind == "notice":
        slide |= {"title": more, "body": texts(languages)}
    elif kind == "consultation":
        channels = {"web": link["url"], "short": link["short"], "phone": "0256 408 300", "desk": "ghișeul 12"}
        slide |= {"ask": more, "who": texts(languages), "takes_minutes": 3, "channels": channels}
        slide |= {"opens": draw(moments(day, EARLY)), "closes": draw(moments(day, LATE))}
        if draw(st.booleans()):
            slide["announce"] = draw(moments(day))
        if draw(st.booleans()):
            slide["result"] = {"title": more, "said": texts(languages), "did": more, "from": draw(moments(day))}
            if draw(st.booleans()):
                slide["result"]["to"] = draw(moments(day))
    else:
        source = {"name": "Bugetul", "url": "https://example.org", "licence": "act public", "as_of": "2009-01-01"}
        slide |= {"view": "hundred", "data": "data/budget.csv", "year": 2009, "status": "voted"}
        slide |= {"title": texts(languages), "source": source}
    if kind != "consultation" and draw(st.booleans()):
        slide["link"] = link
    return slide


# --- where and when ------------------------------------------------------------------------------------------------


@st.composite
def groups(draw: st.DrawFn, displays: list[str]) -> Any:
    """Displays as a campaign or a minimum names them."""
    how = draw(st.sampled_from(("all", "all", "all", "ids", "tags")))
    if how == "ids":
        return draw(st.lists(st.sampled_from(displays), min_size=1, unique=True))
    if how == "all":
        return "all"
    some = st.lists(st.sampled_from(TAGS), min_size=1, max_size=2, unique=True)
    asked = draw(st.lists(st.sampled_from(("tags", "all_of", "none_of")), min_size=1, max_size=2, unique=True))
    return {name: draw(some) for name in asked}


@st.composite
def campaigns(draw: st.DrawFn, day: date, playlists: list[str], displays: list[str]) -> Documents:
    campaign: Documents = {"playlist": draw(st.sampled_from(playlists)), "displays": draw(groups(displays))}
    campaign |= {"priority": draw(st.sampled_from((0, 0, 0, 0, 0, 0, 1, 2))), "share": draw(st.integers(1, 5))}
    bounds = draw(st.sampled_from(("", "dates", "dayparts", "rule", "dayparts rule", "dates dayparts", "dates rule")))
    if "dates" in bounds:
        for name, days in (("from", EARLY), ("to", LATE)):
            if draw(st.booleans()):
                campaign[name] = draw(moments(day, days, ("", "+02:00", "date", "date", "date")))
    if "dayparts" in bounds:
        campaign["dayparts"] = draw(st.lists(dayparts(), min_size=1, max_size=2))
    if "rule" in bounds:
        start = day - timedelta(draw(st.integers(-1, 60) | st.sampled_from((365, 366, 730, 1096))))
        hour = draw(st.none() | st.integers(0, 23))
        campaign["from"] = start.isoformat() if hour is None else f"{start.isoformat()}T{hour:02}:30"
        campaign["rrule"] = draw(rules(start, day + timedelta(draw(st.sampled_from((0, 0, 0, -1, 1))))))
    near = st.lists(st.integers(-2, 2).map(lambda n: (day + timedelta(n)).isoformat()), max_size=2, unique=True)
    for name in ("rdate", "exdate"):
        if draw(st.integers(0, 5)) == 0:
            campaign[name] = draw(near)
    for name in ("from", "to"):
        if campaign.get(name, "").startswith(NOT_THERE.isoformat()):
            del campaign[name]
            campaign.pop("rrule", None)
    return campaign


@st.composite
def displays(draw: st.DrawFn, zones: tuple[str, ...]) -> Documents:
    display: Documents = {
        "name": "Ecran",
        "panel": {"diagonal_inch": 55, "width": draw(st.sampled_from((1920, 1280))), "height": 1080},
        "viewing_distance_m": 3,
        "audience": draw(st.sampled_from(("passing", "waiting"))),
        "languages": draw(st.sampled_from(SPOKEN)),
        "tags": draw(st.lists(st.sampled_from(TAGS), max_size=2, unique=True)),
        "timezone": draw(st.sampled_from(zones)),
    }
    if draw(st.booleans()):
        display["phase"] = draw(st.sampled_from((1, 7, 30, 3600)))
    if draw(st.booleans()):
        display["hours"] = draw(st.lists(dayparts(), min_size=1, max_size=2))
    return display


@st.composite
def packs(
    draw: st.DrawFn, day: date, *zones: str, kinds: tuple[str, ...] = ("notice", "consultation", "budget")
) -> Documents:
    """A whole pack. Its displays are in these zones, the city may be in another."""
    shown = [f"s{n}" for n in range(draw(st.integers(2, 6)))]
    names = [f"d{n}" for n in range(draw(st.integers(1, 3)))]
    lists = [f"p{n}" for n in range(draw(st.integers(1, 3)))]
    listed = st.lists(st.sampled_from(shown), min_size=1, max_size=6, unique=True)
    some = st.permutations(shown) | listed
    minimums = [
        {"displays": draw(groups(names)), "kinds": {kind: draw(st.sampled_from((0.05, 0.2, 0.3)))}}
        for kind in draw(st.lists(st.sampled_from(kinds), max_size=3))
    ]
    documents: Documents = {
        "city.yaml": {
            "id": "oras",
            "name": "Oraș",
            "timezone": draw(st.sampled_from((*zones, *zones, "Europe/London"))),
            "languages": draw(st.permutations(LANGUAGES)),
            "population": {"value": 250_849, "as_of": "2021-12-01", "source": "INS"},
            "contact": {"phone": "0256 408 300", "desk": "ghișeul 12"},
            "minimum_airtime": minimums,
        },
        "displays.yaml": {"displays": [{"id": name, **draw(displays(zones))} for name in names]},
        "playlists.yaml": {"playlists": [{"id": name, "slides": draw(some)} for name in lists]},
        "campaigns.yaml": {
            "campaigns": [{"id": f"c{n}", **draw(campaigns(day, lists, names))} for n in range(draw(st.integers(1, 7)))]
        },
    }
    return documents | {f"slides/{name}.yaml": draw(slides(day, kinds)) for name in shown}
