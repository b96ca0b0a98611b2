"""Plans of others added to a pack: what a person wrote stays, comments too, and the result is a pack."""

from datetime import UTC, datetime

import pytest

from content.findings import RefusedError
from content.imports import campaigns
from content.imports.conversation import Ask, Context, Imported, Told, held
from content.imports.options import chosen
from content.pack.parse import parse
from tests import sample

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
    context = Context(parse(files), files, NOW)

    def answer(ask: Ask) -> Told:
        return Told(address=ask.address, body=data)

    result = held(campaigns.converse("https://presa.ro/plan", chosen(options, campaigns.Options), context), answer)
    return result, {**files, **result.files}


@pytest.mark.parametrize(
    ("data", "campaign"), [(ICS, "targ"), (SMIL, "smil"), (XIBO, "strada")], ids=["ical", "smil", "xibo"]
)
def test_campaigns_are_added_and_nothing_else_touched(data: bytes, campaign: str) -> None:
    result, files = imported(data)
    text = result.files["campaigns.yaml"].decode()
    assert text.startswith("# mereu, de la început\n")
    assert "# toată iarna" in text
    pack = parse(files)
    assert list(pack.campaigns) == ["mereu", campaign]


def test_a_calendar_plays_the_playlist_that_was_named() -> None:
    with pytest.raises(RefusedError, match="found the playlist 'nix', expected one of civic"):
        imported(ICS, plays="nix")
    _, files = imported(ICS, plays="civic")
    assert parse(files).campaigns["targ"].rrule == "FREQ=WEEKLY;BYDAY=SA"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"nimic", "is none of the plans that can be read"),
        (SMIL.replace(b"strada", b"altceva"), "gives no campaign: was left out: it plays altceva"),
    ],
)
def test_what_gives_no_campaign_is_refused(data: bytes, sentence: str) -> None:
    with pytest.raises(RefusedError, match=sentence):
        imported(data)


def again(data: bytes, files: dict[str, bytes], now: datetime = NOW) -> Imported:
    """The import into what an import left."""

    def answer(ask: Ask) -> Told:
        return Told(address=ask.address, body=data)

    context = Context(parse(files), files, now)
    return held(campaigns.converse("https://presa.ro/plan", campaigns.Options(), context), answer)


def edited(files: dict[str, bytes], imported: Imported) -> list[str]:
    return list(parse({**files, **imported.files}).campaigns)


@pytest.mark.parametrize("data", [ICS, SMIL, XIBO], ids=["ical", "smil", "xibo"])
def test_a_plan_brought_in_twice_plays_once(data: bytes) -> None:
    """It is no error: everything is there."""
    _, files = imported(data)
    result = again(data, files)
    assert result.files == {}
    sentences = [each.message for each in result.findings if each.message.startswith("has nothing new")]
    assert len(sentences) == 1
    assert sentences[0].startswith("has nothing new: all its campaigns are in the pack already, as ")


def test_a_calendar_is_known_again_when_a_person_has_given_its_campaigns_displays_and_priority() -> None:
    _, files = imported(ICS)
    by_hand = files["campaigns.yaml"].replace(b"id: targ\n", b"id: targ\n    priority: 3\n    displays: [gara]\n")
    result = again(ICS, {**files, "campaigns.yaml": by_hand})
    assert result.files == {}


CHANGED = ICS.replace(b"T140000", b"T150000")


def test_of_what_has_changed_the_older_campaign_is_named() -> None:
    _, files = imported(ICS)
    result = again(CHANGED, files)
    assert edited(files, result) == ["mereu", "targ", "targ-2"]
    (newer,) = (each for each in result.findings if each.code == "newer")
    assert newer.where == "https://presa.ro/plan: targ-2"
    assert newer.message == "has the name of the campaign targ, but other times or slides, and both play now"
    assert newer.fix == "if it is a newer version of targ, take targ out of campaigns.yaml; else leave both"


def test_an_older_campaign_that_is_over_or_still_in_the_plan_is_no_older_version() -> None:
    _, files = imported(ICS)
    over = files["campaigns.yaml"].replace(b"id: targ\n", b"id: targ\n    to: 2026-11-20\n")
    assert not [each for each in again(CHANGED, {**files, "campaigns.yaml": over}).findings if each.code == "newer"]
    end = b"END:VCALENDAR"
    event = CHANGED[CHANGED.index(b"BEGIN:VEVENT") : CHANGED.index(end)]
    both = again(ICS.replace(end, event.replace(b"UID:1", b"UID:2") + end), files)
    assert edited(files, both) == ["mereu", "targ", "targ-3"]
    assert [each.code for each in both.findings] == ["unkept"]
    assert both.findings[0].message == "has campaigns already there, as targ"
