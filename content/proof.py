"""Proof of play: what displays signed of a time, and what that proves, on any machine and without the server.

Decides the format of a proof, when one is genuine, and what is counted. A proof is a text of envelopes (`wire.dsse`), a
line each. The first is the head, signed by the server: which chains there are, where each begins and ends in it, and of
how many links. Then come the links as the displays signed them (`wire.play_chain`), chain after chain. So nothing can
be altered, left out, added or moved, in the file or on the server, without one of three being seen: a signature that
does not count, a chain that does not follow, or a gap in the numbers. The sources are DSSE v1 for the envelope and
RFC 8032 for the signatures (Ed25519).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from content.findings import refused
from content.phrases import said
from content.wire import Count, Instant, Play, Tip, dsse, encode, play_chain
from content.wire.messages import within
from content.wire.play_chain import PlayLink
from content.wire.trusted import read

LONGEST = timedelta(hours=25)
"""Of a slide on the glass: a rotation starts anew at local midnight."""
NEUTRAL = ""
"""The neutral card, among slides."""


class Stretch(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a display's chain: it follows on `after` (None at its beginning) and ends with `tip`.

    `key` is what the display signs with (as `dsse.public_text`), `begun` when the server first heard of it.
    """

    display: str
    key: str
    begun: Instant
    links: Count
    after: Tip | None
    tip: Tip


class ProofHead(msgspec.Struct, frozen=True, kw_only=True):
    """What a server says a proof has: plays of [`since`, `until`), as it kept them when it `made` the proof (UTC)."""

    site: str
    city: str
    server: str
    """Its key, as `dsse.public_text`: the one that displays have in their enrolment files."""
    since: Instant
    until: Instant
    made: Instant
    stretches: tuple[Stretch, ...]

    def __post_init__(self) -> None:
        within(self.since, self.until, self.made, *(stretch.begun for stretch in self.stretches))


class SlideShown(msgspec.Struct, frozen=True, kw_only=True):
    """What is proved of a slide: from the beginning of its first play to the end of its last, on so many displays.

    Of the `seconds`, `matched_s` are those in which the glass was read back and was as it was meant.
    """

    slide: str
    first: datetime
    last: datetime
    displays: dict[str, float]
    plays: int
    seconds: float
    matched_s: float


class Gap(msgspec.Struct, frozen=True, kw_only=True):
    """Plays that are not there, between numbers `after` and `before` of a display.

    Where the display left them out itself, they were lost with its power or never were: after a power cut it goes on
    with a higher number. Where the `server` did, the display had signed them.
    """

    display: str
    after: int
    before: int
    since: datetime | None
    until: datetime
    server: bool


class PlayProof(NamedTuple):
    """What a genuine proof says. `doubtful` counts plays whose times cannot be right; they are not counted."""

    head: ProofHead
    slides: tuple[SlideShown, ...]
    gaps: tuple[Gap, ...]
    plays: int
    doubtful: int


def head_line(head: ProofHead, signer: dsse.Signer) -> bytes:
    """The first line of a proof."""
    return signer.sign_proof(encode(head)) + b"\n"


def verified(lines: Iterable[bytes], pinned: Ed25519PublicKey | None = None) -> PlayProof:
    """What the proof says. Raises RefusedError (`proof`) at the first line that is not genuine or does not follow.

    The server's key has to be `pinned`; without one any server's counts, and somebody has to compare it.
    """
    numbered = enumerate(lines, 1)
    head = _head(next(numbered, (1, b""))[1], pinned)
    counted = _Counted(head)
    for stretch in head.stretches:
        _follow(stretch, numbered, counted)
    for number, _ in numbered:
        raise refused("proof", f"line {number}", "is one more than the head of the proof says there are")
    return counted.proof()


def _head(line: bytes, pinned: Ed25519PublicKey | None) -> ProofHead:
    try:
        head = read(dsse.unverified(line), ProofHead, "line 1")
        dsse.verify(line, "proof", [pinned or dsse.public_from_text(head.server)])
        for key in (head.server, *(stretch.key for stretch in head.stretches)):
            dsse.public_from_text(key)
    except (dsse.UntrustedError, ValueError) as error:
        raise refused("proof", "line 1", said("is not the genuine head of a proof: {error}", error=error)) from error
    return head


def _follow(stretch: Stretch, numbered: Iterator[tuple[int, bytes]], counted: "_Counted") -> None:
    """Reads the links of a stretch."""
    tip = stretch.after
    for index in range(stretch.links):
        number, line = next(numbered, (0, b""))
        if not number:
            message = said("has {index} of {links} links, expected all", index=index, links=stretch.links)
            raise refused("proof", f"display {stretch.display}", message)
        where = f"line {number}"
        link = play_chain.opened(line.rstrip(b"\n"), where)
        batch = link.batch
        if (batch.site, batch.display, batch.key) != (counted.head.site, stretch.display, stretch.key):
            raise refused("proof", where, said("is of another display or key than {display}", display=stretch.display))
        lost = batch.after is not None and (tip is None or batch.after.number > tip.number) and index > 0
        if batch.after != tip and not lost:
            raise refused("proof", where, "does not follow on the line before it: one of them was altered or moved")
        counted.take(link, tip, lost=lost)
        tip = link.tip
    if tip != stretch.tip:
        raise refused("proof", f"display {stretch.display}", "ends with another link than the head of the proof says")


class _Counted:
    """What the links say so far."""

    def __init__(self, head: ProofHead) -> None:
        self.head = head
        self._until = head.made + timedelta(days=1)
        self._gaps: list[Gap] = []
        self._spans: dict[str, tuple[datetime, datetime]] = {}
        self._seconds: dict[str, Counter[str]] = defaultdict(Counter)
        self._plays: Counter[str] = Counter()
        self._matched: Counter[str] = Counter()
        self._doubtful = 0
        self._ended: dict[str, datetime] = {}

    def take(self, link: PlayLink, tip: Tip | None, *, lost: bool) -> None:
        """Counts the plays of a link that follows on `tip`, or with a gap where links are `lost`."""
        display, after = link.batch.display, tip.number if tip else None
        for play in link.batch.plays:
            if after is not None and play.number > after + 1:
                since = self._ended.get(display)
                gap = Gap(display=display, after=after, before=play.number, since=since, until=play.since, server=lost)
                self._gaps.append(gap)
            after, lost = play.number, False
            self._ended[display] = play.until
            self._count(display, play)

    def _count(self, display: str, play: Play) -> None:
        if not _is_plausible(play, self._until):
            self._doubtful += 1
        elif self.head.since <= play.since < self.head.until:
            slide = play.slide or NEUTRAL
            first, last = self._spans.get(slide, (play.since, play.until))
            self._spans[slide] = min(first, play.since), max(last, play.until)
            self._seconds[slide][display] += play.seconds  # type: ignore[assignment]
            self._plays[slide] += 1
            self._matched[slide] += play.seconds if play.matched else 0  # type: ignore[assignment]

    def proof(self) -> PlayProof:
        slides = tuple(
            SlideShown(
                slide=slide,
                first=first,
                last=last,
                displays={name: round(seconds, 3) for name, seconds in sorted(self._seconds[slide].items())},
                plays=self._plays[slide],
                seconds=round(sum(self._seconds[slide].values()), 3),
                matched_s=round(self._matched[slide], 3),
            )
            for slide, (first, last) in sorted(self._spans.items())
        )
        return PlayProof(self.head, slides, tuple(self._gaps), sum(self._plays.values()), self._doubtful)


def _is_plausible(play: Play, latest: datetime) -> bool:
    longest = LONGEST if play.slide else timedelta.max
    return (
        play.since <= play.until <= latest
        and play.until - play.since <= longest
        and 0 <= play.seconds <= longest.total_seconds()
    )
