"""Plans of others added to a pack: what a person wrote stays, comments too, and the result is a pack."""

from datetime import UTC, datetime

import pytest

from content import pack as packs
from content.findings import RefusedError
from content.imports import Ask, Context, Imported, Told, campaigns, held
from content.imports.options import chosen
from tests.content import sample

ICS = b"""BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:presa\r
BEGIN:VEVENT\r
UID:1\r
SUMMARY:Targ\r
DTSTART;TZID=Europe/Bucharest:20261107T080000\r
DTEND;TZID=Europe/Bucharest:20261107T140000\r
RRULE:FREQ=WEEKLY;BYDAY=SA\r
END:VEVENT\r
END:VCALENDAR\r
"""
SMIL = (
    b'<smil><body><seq begin="wallclock(2026-12-01)" end="wallclock(2026-12-24)">'
    b'<img src="strada.png"/></seq></body></smil>'
)
XIBO = b'{"events": [{"campaignId": 1, "isPriority": 3}], "layouts": [{"campaignId": 1, "layout": "strada"}]}'
NOW = datetime(2026, 11, 23, tzinfo=UTC)
CAMPAIGNS = """# mereu, de la început
campaigns:
  - {id: mereu, playlist: civic, from: 2026-11-01, to: 2026-12-31}   # toată iarna
"""


def imported(data: bytes, **options: str) -> tuple[Imported, dict[str, bytes]]:
    files = sample.files(campaigns=CAMPAIGNS)
    context = Context(packs.parse(files), files, NOW)

    def answer(ask: Ask) -> Told:
        return Told(address=ask.address, body=data)

    found = held(campaigns.converse("https://presa.ro/plan", chosen(options, campaigns.Options), context), answer)
    return found, {**files, **found.files}


@pytest.mark.parametrize(
    ("data", "campaign"), [(ICS, "targ"), (SMIL, "smil"), (XIBO, "strada")], ids=["ical", "smil", "xibo"]
)
def test_campaigns_are_added_and_nothing_else_touched(data: bytes, campaign: str) -> None:
    found, files = imported(data)
    text = found.files["campaigns.yaml"].decode()
    assert text.startswith("# mereu, de la început\n")
    assert "# toată iarna" in text
    pack = packs.parse(files)
    assert list(pack.campaigns) == ["mereu", campaign]


def test_a_calendar_plays_the_playlist_that_was_named() -> None:
    with pytest.raises(RefusedError, match="found the playlist 'nix', expected one of civic"):
        imported(ICS, plays="nix")
    _, files = imported(ICS, plays="civic")
    assert packs.parse(files).campaigns["targ"].rrule == "FREQ=WEEKLY;BYDAY=SA"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"nimic", "is none of the plans that can be read"),
        (SMIL.replace(b"strada", b"altceva"), "gives no campaign: was left out: it plays altceva"),
    ],
)
def test_what_gives_no_campaign_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(RefusedError, match=said):
        imported(data)


@pytest.mark.parametrize("data", [ICS, SMIL, XIBO], ids=["ical", "smil", "xibo"])
def test_a_plan_brought_in_twice_plays_once(data: bytes) -> None:
    _, files = imported(data)
    context = Context(packs.parse(files), files, NOW)

    def answer(ask: Ask) -> Told:
        return Told(address=ask.address, body=data)

    with pytest.raises(RefusedError, match="which the pack has already as"):
        held(campaigns.converse("https://presa.ro/plan", campaigns.Options(), context), answer)
