"""Rows of a Xibo export: each is read by itself, and fields that say something and are not kept are named."""

from typing import Any

import pytest

from content.exchange import xibo_rows
from content.exchange.xibo_rows import DayPart, Layout
from content.findings import Finding


def test_a_row_that_cannot_be_read_is_named_and_the_others_are_read() -> None:
    findings: list[Finding] = []
    given = [{"campaignId": "1", "layout": None}, {"layout": "x"}, 5, {"campaignId": 2, "media": ["a"]}]
    read = list(xibo_rows.rows(given, Layout, "x.json:$.layouts", findings))
    assert [row for row, _ in read] == [Layout(campaignId=1), Layout(campaignId=2, media=["a"])]
    assert read[0][1] == {"campaignId": "1"}  # as it is, without what is empty
    assert [finding.where for finding in findings] == ["x.json:$.layouts[1]", "x.json:$.layouts[2]"]
    assert all(finding.message.startswith("was left out: it cannot be read: ") for finding in findings)


@pytest.mark.parametrize(
    ("row", "messages"),
    [
        ({"layout": "x", "duration": 0, "tags": [], "regions": [{}], "ownerId": 5}, []),
        ({"regions": [{}, {}], "duration": 60}, ["is kept without its length, regions, which a pack has no place for"]),
        ({"novelty": 1}, ["says novelty, which this import does not know: look whether it matters"]),
    ],
)
def test_what_a_layout_loses_is_said(row: dict[str, Any], messages: list[str]) -> None:
    findings = list(xibo_rows.lost([{"campaignId": 7, **row}], Layout, "campaignId", "x.json: layout"))
    assert [finding.message for finding in findings] == messages
    assert all(finding.where == "x.json: layout 7" for finding in findings)


def test_rows_that_lose_the_same_are_named_together() -> None:
    rows = [{"dayPartId": number, "description": "x"} for number in range(8)]
    (finding,) = xibo_rows.lost(rows, DayPart, "dayPartId", "x.json: daypart")
    assert finding.where == "x.json: daypart 0, 1, 2, 3, 4 and 3 more"
