"""The calendar of a press office, as the tests write it."""

from content.exchange.ical import calendar
from content.exchange.media_blocks import NewCampaigns
from tests import sample

PLAYLISTS = "playlists: [{id: civic, slides: [strada, restrictii]}, {id: short, slides: [restrictii]}]"


def ics(*events: tuple[str, ...], more: str = "") -> bytes:
    """A calendar of these events, lines each, and other components."""
    text = "".join("\r\n".join(("BEGIN:VEVENT", *lines, "END:VEVENT", "")) for lines in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{more}{text}END:VCALENDAR\r\n".encode()


def several(*events: tuple[str, ...], more: str = "") -> NewCampaigns:
    return calendar.read(ics(*events, more=more), "presa.ics", sample.parsed(playlists=PLAYLISTS), "civic")


def read(*lines: str) -> NewCampaigns:
    """A calendar of one event."""
    return several(("UID:1", *lines))


def messages(plan: NewCampaigns) -> list[str]:
    return [each.message for each in plan.findings]
