"""Rules about what nobody shows, what shows twice, and what waits for a person."""

from collections import Counter
from collections.abc import Iterator

from content.checks.subject import Case, Fault, place


def unshown(case: Case) -> Iterator[Fault]:
    """A slide in no playlist, a playlist in no campaign, a campaign without a display."""
    pack = case.pack
    listed = {slide for playlist in pack.playlists.values() for slide in playlist.slides}
    running = {campaign.playlist for campaign in pack.campaigns.values()}
    for slide in pack.slides:
        if slide not in listed:
            yield Fault(
                place(slide), "is in no playlist, expected it to be shown", "name it in a playlist, or remove it"
            )
    for name in pack.playlists:
        if name not in running:
            message = "is in no campaign, expected it to be shown"
            yield Fault(f"playlists.yaml:{name}", message, "name it in a campaign, or remove it")
    for campaign in pack.campaigns.values():
        if not any(campaign.on(display) for display in pack.displays.values()):
            message = "has no display: no display has the tags it asks for, expected it to be shown"
            yield Fault(f"campaigns.yaml:{campaign.id}", message, "give a display the tag, or name displays")


def idle(case: Case) -> Iterator[Fault]:
    """A display that no campaign is bound to."""
    for display in case.pack.displays.values():
        if not any(campaign.on(display) for campaign in case.pack.campaigns.values()):
            message = "has no campaign, it shows only the neutral card"
            yield Fault(
                f"displays.yaml:{display.id}", message, "name it, or one of its tags, in a campaign", display.id
            )


def twins(case: Case) -> Iterator[Fault]:
    """Two slides with the same content: one was copied and never changed."""
    known = list(case.pack.slides.items())
    for number, (slide_id, slide) in enumerate(known):
        for first_id, first in known[:number]:
            if slide == first:
                message = f"says the same as {place(first_id)}, expected each slide once"
                yield Fault(place(slide_id), message, "remove one of the two")
                break


def repeated(case: Case) -> Iterator[Fault]:
    """Airtime is given by a campaign's share, not by naming a slide twice."""
    for playlist in case.pack.playlists.values():
        for slide_id, count in Counter(playlist.slides).items():
            if count > 1:
                message = f"names the slide {slide_id!r} {count} times, expected it once"
                fix = "name it once; `share` of a campaign says how often it shows"
                yield Fault(f"playlists.yaml:{playlist.id}", message, fix)


def waiting(case: Case) -> Iterator[Fault]:
    """What an import left for a person to finish, and nobody has."""
    for path in case.pack.drafts:
        message = "waits for a person to finish it, no display shows it"
        yield Fault(path, message, "complete it and move it to slides/, or remove it")
