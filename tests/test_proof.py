"""A proof of play proves what displays signed, and any edit, deletion, reorder or addition is found."""

import base64
import json
import random
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from content import proof
from content.findings import RefusedError
from content.proof import ProofHead, Stretch
from content.wire import Play, dsse
from content.wire.play_chain import PlayLink
from tests.playing import SigningDisplay

START = datetime(2026, 11, 20, 8, tzinfo=UTC)
SERVER = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def play(number: int, slide: str | None = "apa", **fields: Any) -> Play:
    since = fields.pop("since", START + timedelta(seconds=8 * number))
    until = fields.pop("until", since + timedelta(seconds=8))
    return Play(number=number, slide=slide, lang="ro", campaign="c", asset="a" * 64, since=since, until=until, **fields)


def head(*chains: Sequence[PlayLink], **changes: Any) -> ProofHead:
    stretches = tuple(
        Stretch(
            display=links[0].batch.display,
            key=links[0].batch.key,
            begun=START,
            links=len(links),
            after=links[0].batch.after,
            tip=links[-1].tip,
        )
        for links in chains
    )
    known = ProofHead(
        site="oras",
        city="Oraș",
        server=dsse.public_text(SERVER.public_key()),
        since=START,
        until=START + timedelta(days=30),
        made=START + timedelta(days=31),
        stretches=stretches,
    )
    return msgspec.structs.replace(known, **changes)


def file(*chains: Sequence[PlayLink], **changes: Any) -> list[bytes]:
    first = proof.head_line(head(*chains, **changes), dsse.Signer(SERVER))
    return [first, *(link.envelope + b"\n" for links in chains for link in links)]


def two_displays() -> tuple[list[PlayLink], list[PlayLink]]:
    gara, piata = SigningDisplay("gara"), SigningDisplay("piata")
    return (
        [gara.link(*(play(n, "apa" if n % 2 else "buget") for n in range(k, k + 5))) for k in range(1, 31, 5)],
        [piata.link(play(n), play(n + 1)) for n in range(1, 9, 2)],
    )


def test_a_slide_is_proved_by_its_first_and_last_play_its_screens_and_seconds() -> None:
    gara, piata = SigningDisplay("gara"), SigningDisplay("piata")
    matched, up = {"matched": True, "boot": "b"}, (1000, 8500)
    chains = [
        [gara.link(play(1, up=up, **matched), play(2, "buget")), gara.link(play(3, None))],
        [piata.link(play(9))],
    ]
    result = proof.verified(file(*chains), SERVER.public_key())
    shown = {each.slide: each for each in result.slides}
    assert (result.plays, result.gaps, result.doubtful, shown.keys()) == (4, (), 0, {"apa", "buget", ""})
    assert (shown["apa"].first, shown["apa"].last) == (START + timedelta(seconds=8), START + timedelta(seconds=80))
    assert (shown["apa"].displays, shown["apa"].plays) == ({"gara": 7.5, "piata": 8.0}, 2)
    assert (shown["apa"].seconds, shown["apa"].matched_s) == (15.5, 7.5)


def test_numbers_that_nobody_has_are_a_gap_and_who_lacks_them_is_said() -> None:
    """The display after a power cut; then the server, of what the display had signed."""
    gara = SigningDisplay("gara")
    links = [gara.link(play(1), play(2)), gara.link(play(2003))]
    gara.link(play(2004), play(2005))
    links.append(gara.link(play(2006)))
    result = proof.verified(file(links))
    assert [(gap.after, gap.before, gap.server) for gap in result.gaps] == [(2, 2003, False), (2003, 2006, True)]
    assert result.gaps[0].since == play(2).until and result.gaps[0].until == play(2003).since
    assert result.plays == 4


def test_a_proof_may_begin_in_the_middle_of_a_chain() -> None:
    gara = SigningDisplay("gara")
    gara.link(play(1))
    result = proof.verified(file([gara.link(play(2)), gara.link(play(3))]))
    assert (result.plays, result.gaps) == (2, ())


def test_what_is_outside_of_the_time_is_not_counted_and_what_cannot_be_is_said() -> None:
    day, gara = timedelta(days=1), SigningDisplay("gara")
    links = [
        gara.link(
            play(1, since=START - day),
            play(2),
            play(3, since=START + 30 * day),
            play(4, until=START),
            play(5, since=START + 40 * day),
            play(6, until=START + 3 * day),
            play(7, None, until=START + 3 * day),
            play(8, up=(5, 4)),
        )
    ]
    result = proof.verified(file(links))
    assert (result.plays, result.doubtful) == (2, 4)


def flipped(line: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(line) - 1)
    other = bytes([chance.choice([byte for byte in range(32, 127) if byte != line[at]])])
    return line[:at] + other + line[at + 1 :]


def resigned(lines: list[bytes], chance: random.Random) -> list[bytes]:
    """By somebody with a key of his own, who says that it is the display's."""
    at = chance.randrange(1, len(lines))
    other = SigningDisplay("gara")
    return [*lines[:at], other.envelope(play(at)) + b"\n", *lines[at + 1 :]]


EDITS: dict[str, Callable[[list[bytes], random.Random], list[bytes]]] = {
    "edited": lambda lines, chance: [
        flipped(line, chance) if n == chance_line else line
        for chance_line in [chance.randrange(len(lines))]
        for n, line in enumerate(lines)
    ],
    "deleted": lambda lines, chance: [
        line for at in [chance.randrange(len(lines))] for n, line in enumerate(lines) if n != at
    ],
    "cut": lambda lines, chance: lines[: chance.randrange(len(lines))],
    "swapped": lambda lines, chance: (
        [*lines[:at], lines[at + 1], lines[at], *lines[at + 2 :]]
        if (at := chance.randrange(len(lines) - 1)) is not None
        else []
    ),
    "repeated": lambda lines, chance: (
        [*lines[:at], lines[at], *lines[at:]] if (at := chance.randrange(len(lines))) is not None else []
    ),
    "signed by another": resigned,
    "added": lambda lines, chance: [*lines, chance.choice(lines)],
}


@pytest.mark.parametrize("name", EDITS)
def test_whatever_is_altered_is_found(name: str) -> None:
    genuine = file(*two_displays())
    assert proof.verified(genuine).plays == 38
    for seed in range(200):
        altered = EDITS[name](genuine, random.Random(seed))
        if same(altered, genuine):
            continue
        with pytest.raises(RefusedError):
            proof.verified(altered, SERVER.public_key())


def same(altered: list[bytes], genuine: list[bytes]) -> bool:
    """Base64 has bits that say nothing: an edit there alters no signed byte."""
    if len(altered) != len(genuine):
        return False
    try:
        return all(_signed(one) == _signed(other) for one, other in zip(altered, genuine, strict=True))
    except (ValueError, KeyError, TypeError, IndexError):
        return False


def _signed(line: bytes) -> tuple[object, ...]:
    envelope = json.loads(line)
    (signature,) = envelope["signatures"]
    own = envelope["payloadType"], signature["keyid"]
    return (*own, *(base64.b64decode(text) for text in (envelope["payload"], signature["sig"])))


def test_a_server_that_leaves_out_an_end_leaves_a_gap_or_is_found() -> None:
    """It signs what it likes; what follows says what it left out."""
    links, _ = two_displays()
    assert [(gap.after, gap.before, gap.server) for gap in proof.verified(file([*links[:2], *links[3:]])).gaps] == [
        (10, 16, True)
    ]
    for wrong in ([links[1], links[0]], [links[0], links[2], links[1]]):
        with pytest.raises(RefusedError, match="does not follow"):
            proof.verified(file(wrong))


def test_only_the_pinned_server_makes_a_head() -> None:
    lines = file(*two_displays())
    with pytest.raises(RefusedError, match="line 1: is not the genuine head of a proof: no pinned key"):
        proof.verified(lines, Ed25519PrivateKey.generate().public_key())
    for noise in (b"", b"{}", b"[" * 10_000):
        with pytest.raises(RefusedError, match="line 1: is not the genuine head"):
            proof.verified([noise])
    with pytest.raises(RefusedError, match="line 1"):
        proof.verified([])


def test_a_head_that_cannot_be_counted_by_is_refused_whoever_signed_it() -> None:
    links, _ = two_displays()
    (stretch,) = head(links).stretches
    latest = datetime.max.replace(tzinfo=UTC)
    for changes in (
        {"made": latest},
        {"since": datetime.min.replace(tzinfo=UTC)},
        {"stretches": (msgspec.structs.replace(stretch, begun=latest),)},
        {"stretches": (msgspec.structs.replace(stretch, key="no key", links=0, after=stretch.tip),)},
    ):
        with pytest.raises(RefusedError, match="line 1"):
            proof.verified(_signed_head(links, changes))


def _signed_head(links: list[PlayLink], changes: dict[str, Any]) -> list[bytes]:
    fields = msgspec.to_builtins(head(links)) | msgspec.to_builtins(changes)
    return [dsse.sign(msgspec.json.encode(fields), "proof", SERVER), *(link.envelope for link in links)]
