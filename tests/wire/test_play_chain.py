"""A link of a display's chain is genuine, in order, and names the one before it; nothing else is one."""

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from content.findings import RefusedError
from content.wire import Play, Plays, Tip, dsse, encode, play_chain
from tests.playing import SigningDisplay

START = datetime(2026, 11, 20, 8, tzinfo=UTC)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def play(number: int) -> Play:
    since = START + timedelta(seconds=8 * number)
    until = since + timedelta(seconds=8)
    return Play(number=number, slide="s", lang="ro", campaign="c", asset="a" * 64, since=since, until=until)


def test_links_follow_from_one_another() -> None:
    display = SigningDisplay("gara")
    first, second = display.link(play(1), play(2)), display.link(play(5))
    assert (first.batch.after, second.batch.after) == (None, first.tip)
    assert (first.tip.number, second.tip.number) == (2, 5)
    assert first.key == second.key == display.key
    assert play_chain.opened(first.envelope) == first


def test_equal_plays_after_the_same_end_are_the_same_link() -> None:
    """What is sent again needs not be remembered."""
    one, other = SigningDisplay("gara", key=KEY), SigningDisplay("gara", key=KEY)
    assert one.link(play(1)) == other.link(play(1))


def batch(**changes: object) -> Plays:
    signing = SigningDisplay("gara", key=KEY)
    return msgspec.structs.replace(signing.batch(play(1), play(2)), **changes)


def _otherwise(key: str) -> str:
    """Base64 of the same bytes: the last letter has bits that say nothing."""
    return next(
        other
        for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        if (other := f"{key[:42]}{letter}=") != key and base64.b64decode(other) == base64.b64decode(key)
    )


FORGED: dict[str, tuple[Callable[[], bytes], str]] = {
    "plain": (lambda: encode(batch()), "not genuine: not an envelope"),
    "another key": (
        lambda: play_chain.sealed(batch(), Ed25519PrivateKey.generate()),
        "not genuine: no pinned key signed these bytes",
    ),
    "no key": (lambda: play_chain.sealed(batch(key="abc"), KEY), "not genuine"),
    "its key in other letters": (lambda: play_chain.sealed(batch(key=_otherwise(batch().key)), KEY), "otherwise than"),
    "signed as something else": (lambda: dsse.sign(encode(batch()), "command", KEY), "not genuine: signed as"),
    "several lines": (lambda: json.dumps(json.loads(play_chain.sealed(batch(), KEY)), indent=1).encode(), "one"),
    "filled up": (
        lambda: json.dumps(json.loads(play_chain.sealed(batch(), KEY)) | {"more": "x" * 6000}).encode(),
        "longer than plays can be",
    ),
    "no plays": (lambda: play_chain.sealed(batch(plays=()), KEY), "not a valid plays"),
    "out of order": (lambda: play_chain.sealed(batch(plays=(play(2), play(1))), KEY), "not in the order"),
    "twice": (lambda: play_chain.sealed(batch(plays=(play(1), play(1))), KEY), "not in the order"),
    "before its beginning": (
        lambda: play_chain.sealed(batch(after=Tip(number=1, hash="0" * 64)), KEY),
        "not in the order",
    ),
}


@pytest.mark.parametrize("name", FORGED)
def test_what_is_no_link_is_refused_in_words(name: str) -> None:
    forge, reason = FORGED[name]
    with pytest.raises(RefusedError, match=f"^line 3: .*{reason}"):
        play_chain.opened(forge(), "line 3")


def test_the_longest_plays_are_not_too_long() -> None:
    longest = msgspec.structs.replace(
        play(1),
        slide="\U0001f5bc" * 100,
        campaign="\U0001f5bc" * 64,
        boot="b" * 64,
        up=(2**53, 2**53),
        manifest=(2**53, 2**53),
    )
    plays = tuple(msgspec.structs.replace(longest, number=2**53 - n) for n in (2, 1, 0))
    assert len(play_chain.opened(play_chain.sealed(batch(plays=plays), KEY)).batch.plays) == 3
