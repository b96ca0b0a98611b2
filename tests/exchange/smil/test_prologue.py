"""Whole playlists as signage players have them: media are fetched in a prologue, and the programme after it plays."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from content.authored import Moment
from content.exchange.media_blocks import ForeignSchedule
from content.exchange.smil import reader as smil
from content.imports import campaigns
from content.imports.conversation import Ask, Context, Imported, Told, held
from content.pack.parse import parse
from content.pack.values import Daypart
from tests import sample

ZONE = ZoneInfo("Europe/Bucharest")
GARLIC = b"""<?xml version="1.0" encoding="UTF-8"?>
<smil xmlns="http://www.w3.org/ns/SMIL" version="3.0">
  <head>
    <meta name="title" content="Hol"/>
    <layout>
      <root-layout width="1920" height="1080"/>
      <region xml:id="screen" left="0" top="0" width="1920" height="1080"/>
    </layout>
  </head>
  <body>
    <par xml:id="all">
      <seq repeatCount="indefinite">
        <seq><prefetch src="media/strada.png"/></seq>
        <seq><prefetch src="media/buget.png"/><prefetch src="media/craciun.png"/></seq>
        <seq dur="300s"/>
      </seq>
      <seq xml:id="programme" repeatCount="indefinite">
        <img src="media/strada.png" region="screen" dur="12s"/>
        <seq xml:id="inner"><img src="media/buget.png" region="screen" dur="15s"/></seq>
        <img src="media/craciun.png" region="screen" dur="10s"
             begin="wallclock(2026-12-01T00:00:00)" end="wallclock(2026-12-27T00:00:00)"/>
      </seq>
    </par>
  </body>
</smil>
"""
"""The prefetches go round beside the programme for as long as the player runs."""
IADEA = b"""<smil>
  <head>
    <layout><root-layout width="1080" height="1920"/><region regionName="full" width="100%" height="100%"/></layout>
  </head>
  <body>
    <par>
      <seq end="fetched.endEvent">
        <seq repeatCount="indefinite"><img src="media/se-incarca.png" dur="5s" region="full"/></seq>
      </seq>
      <seq>
        <par>
          <prefetch src="media/strada.png"/>
          <prefetch src="media/program.png"/>
        </par>
        <seq id="fetched" dur="1s"/>
      </seq>
      <par begin="fetched.endEvent" id="programme" repeatCount="indefinite">
        <seq repeatCount="indefinite"
             begin="wallclock(R/2026-01-01+w1T08:00:00/P1W);wallclock(R/2026-01-01+w4T08:00:00/P1W)"
             end="wallclock(R/2026-01-01+w1T16:30:00/P1W);wallclock(R/2026-01-01+w4T18:30:00/P1W)">
          <img src="media/program.png" region="full" dur="20s"/>
        </seq>
        <seq repeatCount="indefinite"
             begin="wallclock(R/2026-01-01T19:00:00/P1D)" end="wallclock(R/2026-01-01T23:00:00/P1D)">
          <img src="media/strada.png" region="full" dur="20s"/>
        </seq>
      </par>
    </par>
  </body>
</smil>
"""
"""A picture plays while media are fetched; the end of the fetching begins the programme."""
STAYS = "durations of media are not kept: how long a slide stays follows from what there is to read"


def read(data: bytes) -> ForeignSchedule:
    return smil.read(data, "index.smil", ZONE)


def losses(schedule: ForeignSchedule) -> list[tuple[str, str]]:
    return [(finding.where.removeprefix("index.smil"), finding.message) for finding in schedule.findings]


def test_a_programme_beside_its_prefetches_is_whole() -> None:
    schedule = read(GARLIC)
    assert [(block.media, block.first, block.last, block.dayparts, block.share) for block in schedule.blocks] == [
        (("media/strada.png", "media/buget.png"), None, None, (), 2),
        (("media/craciun.png",), Moment("2026-12-01T00:00:00"), Moment("2026-12-27T00:00:00"), (), 1),
    ]
    assert [block.name for block in schedule.blocks] == ["programme", "Hol"]
    assert losses(schedule) == [
        ("", STAYS),
        ("", "what has its own time inside a sequence mixes with the rest now, each with the airtime it had"),
    ]


def test_a_programme_that_the_end_of_fetching_begins_plays() -> None:
    schedule = read(IADEA)
    assert [(block.media, block.first, block.last, block.dayparts) for block in schedule.blocks] == [
        (
            ("media/program.png",),
            Moment("2026-01-05"),
            None,
            (Daypart(days="mon", start="08:00", end="16:30"), Daypart(days="thu", start="08:00", end="18:30")),
        ),
        (("media/strada.png",), Moment("2026-01-01"), None, (Daypart(days="mon-sun", start="19:00", end="23:00"),)),
    ]
    until = "it plays only until the player has fetched the media; displays fetch before they play"
    assert losses(schedule) == [(": <seq>", f"was left out and does not play: {until}"), ("", STAYS)]


def test_only_the_end_of_what_fetches_is_the_programmes_begin() -> None:
    """An event of anything else stays one, also where there is a prologue."""
    other = IADEA.replace(b'begin="fetched.endEvent"', b'begin="programme.endEvent"')
    assert read(other).blocks == ()
    later = IADEA.replace(b'begin="fetched.endEvent"', b'begin="fetched.endEvent+5s"')
    assert read(later).blocks == ()
    with_media = IADEA.replace(b'<seq id="fetched" dur="1s"/>', b'<seq id="fetched"><img src="a.png"/></seq>')
    assert [block.media for block in read(with_media).blocks] == [("a.png",)]


def test_a_playlist_with_a_prologue_is_imported_into_a_pack() -> None:
    files = sample.files()
    context = Context(parse(files), files, datetime(2026, 11, 23, tzinfo=UTC))

    def answer(ask: Ask) -> Told:
        return Told(address=ask.address, body=GARLIC)

    imported = held(campaigns.converse("https://presa.ro/index.smil", campaigns.Options(), context), answer)
    assert isinstance(imported, Imported)
    pack = parse({**files, **imported.files})
    (campaign,) = (each for each in pack.campaigns.values() if each.id not in context.pack.campaigns)
    assert pack.playlists[campaign.playlist].slides == ("strada",)
