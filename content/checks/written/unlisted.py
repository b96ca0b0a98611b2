"""Rules about what nobody shows, what shows twice, and what waits for a person."""

from collections import Counter
from collections.abc import Iterator

from content.checks.subject import Fault, Subject, file_of


def unshown(subject: Subject) -> Iterator[Fault]:
    """A slide in no playlist, a playlist in no campaign, a campaign without a display."""
    pack = subject.pack
    listed = {slide for playlist in pack.playlists.values() for slide in playlist.slides}
    running = {campaign.playlist for campaign in pack.campaigns.values()}
    for slide in pack.slides:
        if slide not in listed:
            yield Fault(
                file_of(slide), "is in no playlist, expected it to be shown", "name it in a playlist, or remove it"
            )
    for name in pack.playlists:
        if name not in running:
            message = "is in no campaign, expected it to be shown"
            yield Fault(f"playlists.yaml:{name}", message, "name it in a campaign, or remove it")
    for campaign in pack.campaigns.values():
        if not any(campaign.on(display) for display in pack.displays.values()):
            message = "has no display: no display has the tags it asks for, expected it to be shown"
            yield Fault(f"campaigns.yaml:{campaign.id}", message, "give a display the tag, or name displays")


def idle(subject: Subject) -> Iterator[Fault]:
    """A display that no campaign is bound to."""
    for display in subject.pack.displays.values():
        if not any(campaign.on(display) for campaign in subject.pack.campaigns.values()):
            message = "has no campaign, it shows only the neutral card"
            yield Fault(
                f"displays.yaml:{display.id}", message, "name it, or one of its tags, in a campaign", display.id
            )


def twins(subject: Subject) -> Iterator[Fault]:
    """Two slides with the same content: one was copied and never changed."""
    known = list(subject.pack.slides.items())
    for number, (slide_id, slide) in enumerate(known):
        for first_id, first in known[:number]:
            if slide == first:
                message = f"says the same as {file_of(first_id)}, expected each slide once"
                yield Fault(file_of(slide_id), message, "remove one of the two")
                break


def repeated(subject: Subject) -> Iterator[Fault]:
    """Airtime is given by a campaign's share, not by naming a slide twice."""
    for playlist in subject.pack.playlists.values():
        for slide_id, count in Counter(playlist.slides).items():
            if count > 1:
                message = f"names the slide {slide_id!r} {count} times, expected it once"
                fix = "name it once; `share` of a campaign says how often it shows"
                yield Fault(f"playlists.yaml:{playlist.id}", message, fix)


def waiting(subject: Subject) -> Iterator[Fault]:
    """What an import left for a person to finish, and nobody has."""
    for path in subject.pack.drafts:
        message = "waits for a person to finish it, no display shows it"
        yield Fault(path, message, "complete it and move it to slides/, or remove it")
