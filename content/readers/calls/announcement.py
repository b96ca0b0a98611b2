"""A notice that asks for nothing (a road closed), as what a slide could say of it, and from when until when it is true.

Everything read from prose stands with a question: a person compares it with the notice.
"""

from collections.abc import Iterable
from typing import NamedTuple

from content.authored import Moment
from content.phrases import joined, said
from content.questions import Question
from content.readers.calls import periods, proposal
from content.readers.calls.call import Origin, open_value
from content.readers.calls.evidence import around, choices, doubtful, listed, near_choices, open_words
from content.readers.calls.headline import LONGEST_TITLE, headline, titled
from content.readers.calls.interval import Interval, ends
from content.readers.calls.notice import key, today
from content.readers.calls.periods import EventTimes
from content.readers.calls.plain import plain
from content.readers.calls.proposal import LONGEST_BODY, ProposedBody
from content.readers.calls.sentences import sentences

_MOST_LINES = 12
"""Of what does not fit: the draft lists every period anyway."""


class Announcement(NamedTuple):
    """A notice that asks for nothing: what it says first, and from when until when it is true.

    `key` as a call's; `name` is its first line that says something, by which its file is named.
    """

    key: str
    name: str
    title: str
    body: str
    first: Moment | None
    last: Moment | None
    questions: tuple[Question, ...]
    excerpts: tuple[str, ...]


def announcement(text: str, origin: Origin) -> Announcement:
    """A notice that asks for nothing, as a draft of a notice's slide."""
    text = plain(text, origin.lang)
    times, every = periods.times(text, today(origin)), sentences(text)
    name = headline(text)
    own = _own(times)
    made = proposal.parts(every, own)
    title = titled(name, made)
    proposed = proposal.proposed(every, made, title, today(origin))
    shown = [each for part in proposed.parts for each in part.intervals] or own
    begun = [each.first for each in shown]
    first = min(day for day in begun if day) if begun and all(begun) else None
    closing = _last(shown)
    questions = [
        open_value(
            "title",
            said("what happens, in at most {longest_title} characters?", longest_title=LONGEST_TITLE),
            f"„{name}”" if name else "",
        ),
        _about_body(proposed, made),
        *_about_end(text, times, closing, origin),
    ]
    return Announcement(
        key=key(text, origin),
        name=name,
        title=title,
        body=proposed.body,
        first=Moment(first.isoformat()) if first else None,
        last=ends(closing) if closing else None,
        questions=tuple(questions),
        excerpts=listed(text, times),
    )


def _ended(interval: Interval) -> tuple[str, str]:
    moment = ends(interval)
    return (moment.text[:10], moment.text) if moment else ("", "")


def _last(shown: Iterable[Interval]) -> Interval | None:
    """Of what the body tells, that which ends last; None where something of it has no end."""
    shown = list(shown)
    if any(each.last is None for each in shown):
        return None
    return max(shown, key=_ended, default=None)


def _own(times: EventTimes) -> list[Interval]:
    """The intervals without „începând cu 4 mai” before the periods themselves: it only introduces them."""
    closed = [each.first for each in times.intervals if each.first and each.last]
    latest = max(closed, default=None)
    return [
        each
        for each in times.intervals
        if each.last is not None or each.first is None or latest is None or latest < each.first
    ]


def _about_end(text: str, times: EventTimes, last: Interval | None, origin: Origin) -> list[Question]:
    """What a person must look at of the end; each remark says no more than was looked at."""
    own = _own(times)
    offered = choices(text, own)
    questions = []
    if last is None:
        seen = "; ".join(f"„{words}”" for words in open_words(text, times)) or "the text names no day of the event"
        questions.append(open_value("expires", "until when is it true?", seen, offered + near_choices(text, times)))
    elif len(offered) > 1:
        days = [each.last or each.first for each in own]
        farthest = last.last is not None and all(day is None or day <= last.last for day in days)
        seen = said("the last of {own} periods and days", own=len(own)) if farthest else f"„{around(text, last.start)}”"
        questions.append(
            open_value("expires", "is this when it is over, or is a slide for each better?", seen, offered)
        )
    else:
        questions.append(open_value("expires", "is this when it is over?", f"„{around(text, last.start)}”"))
    moment = ends(last) if last else None
    if moment and moment.instant(origin.zone, ends=True) <= origin.now:
        questions.append(open_value("expires", "it is over: is it to be shown at all?", moment.text))
    return questions + doubtful("expires", times)


def _about_body(proposed: ProposedBody, made: list[proposal.TimedStreets]) -> Question:
    asks = said("what changes for a passer-by, in at most {longest_body} characters?", longest_body=LONGEST_BODY)
    seen = []
    for why, lines in (("over", proposed.over), ("left out", proposed.left_out)):
        if lines:
            more = said("; and {lines} more", lines=len(lines) - _MOST_LINES) if len(lines) > _MOST_LINES else ""
            shown = "; ".join(lines[:_MOST_LINES])
            seen.append(said("{lines} {why}: {shown}{more}", lines=len(lines), why=why, shown=shown, more=more))
    others = tuple(dict.fromkeys(name for part in made for name in part.others))
    if others:
        seen.append(said("named as limits or as the way round: {others}", others=", ".join(others)))
    return open_value("body", asks, joined("; ", seen))
