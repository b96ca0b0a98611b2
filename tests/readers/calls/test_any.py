"""Whatever a source answers: calls, or a refusal in a sentence; never another error."""

import contextlib
import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from content.findings import RefusedError
from content.readers.calls import consul, decidim, feed, govocal, graphql, ical, table
from tests.readers.calls.origins import SITE

NAMES = """
slug title translations locale text steps phases startDate endDate edges node id nodes pageInfo endCursor hasNextPage
phase name attributes relationships project type data title_multiloc start_at participation_method project_id meta links
next fields
"""
WORDS = st.sampled_from(NAMES.split())
LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12)
JSON = st.recursive(
    LEAVES | st.sampled_from(["ro", "2026-12-06", "voting", "balloting", "project", "a1"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=20,
)


@given(JSON)
def test_any_json(value: Any) -> None:
    for name in ("participatoryProcesses", "budgets", "proposals"):
        data = json.dumps({"data": {name: value}}).encode()
        for read in (decidim.read, consul.read):
            with contextlib.suppress(RefusedError):
                read(data, SITE)
    graphql.known({"__schema": value, "process": value})
    for name in ("data", "projects", "phases", "included"):
        with contextlib.suppress(RefusedError):
            reply = govocal.answer(json.dumps({"data": [], name: value}).encode(), SITE)
            govocal.read(reply.projects, reply.phases, SITE)


CALENDAR = """
BEGIN:VEVENT END:VEVENT BEGIN:VTIMEZONE UID:1 SUMMARY:x DTSTART:20261101 DTEND:20261101T100000Z
DTSTART;VALUE=DATE:20261101 DTEND;TZID=Nowhere/City:20261101T100000 DURATION:-P3D SEQUENCE:x CLASS:
STATUS:CANCELLED RRULE:FREQ=YEARLY URL:x DTSTART:10000101 DTEND;VALUE=DATE:00010101 SUMMARY;LANGUAGE=:
"""
LINES = st.sampled_from(CALENDAR.split())


@given(st.lists(LINES | st.text(max_size=20), max_size=12))
def test_any_calendar(lines: list[str]) -> None:
    text = "\r\n".join(["BEGIN:VCALENDAR", *lines, "END:VCALENDAR", ""])
    with contextlib.suppress(RefusedError):
        ical.read(text.encode(errors="replace"), SITE)


@given(st.lists(st.sampled_from(["<item>", "</item>", "<title>", "</title>", "<pubDate>0</pubDate>", "x", "&amp;"])))
def test_any_feed(pieces: list[str]) -> None:
    body = "".join(pieces)
    for data in (body, f"<rss version='2.0'><channel>{body}</channel></rss>"):
        with contextlib.suppress(RefusedError):
            feed.read(data.encode(), SITE)


@given(st.lists(st.lists(st.text(max_size=8), min_size=2, max_size=4), max_size=4))
def test_any_table(rows: list[list[str]]) -> None:
    text = "\n".join(";".join(row) for row in [["titlu", "de la", "minute", "id"], *rows])
    with contextlib.suppress(RefusedError):
        table.read(text.encode(errors="replace"), SITE)
