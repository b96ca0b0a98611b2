"""Rules about slides, playlists and campaigns that nobody shows or that show twice, and about unfinished drafts."""

from collections import Counter
from collections.abc import Iterator

from content.checks.subject import Fault, Subject, file_of, of_displays
from content.phrases import said


def unshown(subject: Subject) -> Iterator[Fault]:
    """Slides in no playlist, playlists in no campaign, campaigns without a display."""
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
            message = said("is in no campaign, expected it to be shown")
            yield Fault(f"playlists.yaml:{name}", message, "name it in a campaign, or remove it")
    bound = {name for group in subject.groups for name in group.campaigns}
    for campaign in pack.campaigns.values():
        if campaign.id not in bound:
            message = said("has no display: no display has the tags it asks for, expected it to be shown")
            yield Fault(f"campaigns.yaml:{campaign.id}", message, "give a display the tag, or name displays")


def idle(subject: Subject) -> Iterator[Fault]:
    """Displays that no campaign is bound to."""
    groups = subject.displays.by(lambda _: None)
    names = [name for group in groups if not group.campaigns for name in group.names]
    message = said("has no campaign, it shows only the neutral card")
    yield from of_displays(subject.pack, names, Fault("", message, "name it, or one of its tags, in a campaign"))


def twins(subject: Subject) -> Iterator[Fault]:
    """Slides with the same content as one before them."""
    known = list(subject.pack.slides.items())
    for number, (slide_id, slide) in enumerate(known):
        for first_id, first in known[:number]:
            if slide == first:
                message = said("says the same as {first_id}, expected each slide once", first_id=file_of(first_id))
                yield Fault(file_of(slide_id), message, "remove one of the two", values={"slide": first_id})
                break


def repeated(subject: Subject) -> Iterator[Fault]:
    """Playlists that name a slide more than once. Airtime is given by a campaign's share."""
    for playlist in subject.pack.playlists.values():
        for slide_id, count in Counter(playlist.slides).items():
            if count > 1:
                message = said(
                    "names the slide {slide_id!r} {count} times, expected it once", slide_id=slide_id, count=count
                )
                fix = said("name it once; `share` of a campaign says how often it shows")
                yield Fault(f"playlists.yaml:{playlist.id}", message, fix)


def unanswered(subject: Subject) -> Iterator[Fault]:
    """Slides whose file still holds a question of the import that made them."""
    for slide_id, questions in subject.pack.questions.items():
        more = said(", and {questions} more", questions=len(questions) - 1) if len(questions) > 1 else ""
        message = said("has an open question: {questions}{more}", questions=questions[0], more=more)
        fix, values = said("answer it in the slide, then take its line `# TO FINISH` out"), {"question": questions[0]}
        yield Fault(file_of(slide_id), message, fix, values=values)


def waiting(subject: Subject) -> Iterator[Fault]:
    """Drafts that an import left for a person to finish."""
    for path in subject.pack.drafts:
        message = said("waits for a person to finish it, no display shows it")
        yield Fault(path, message, "complete it and move it to slides/, or remove it")
