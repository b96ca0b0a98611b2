"""Traps: what breaks a rule of the gate and nothing else, and what stands just this side of it."""

import io
from dataclasses import dataclass, field
from datetime import datetime

from PIL import Image

from tests.checks import packs

Change = tuple[str, str, str]
BUDGET, TRAMS, CALL, NOTICE = (f"slides/{name}.yaml" for name in ("buget", "tramvai", "strada", "apa"))
LONG_NOTICE = "Lucrăm la conductă. " * 4


def picture(size: tuple[int, int], light: int, dark: int) -> bytes:
    """Half and half, in two greys."""
    image = Image.new("RGB", size, (light, light, light))
    image.paste((dark, dark, dark), (0, 0, size[0] // 2, size[1]))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


@dataclass(frozen=True)
class Trap:
    """`bad` has this finding only; `good` has none."""

    code: str
    bad: tuple[Change, ...]
    good: tuple[Change, ...] = ()
    now: datetime = packs.NOW
    good_now: datetime = packs.NOW
    media: dict[str, bytes] = field(default_factory=dict)
    good_media: dict[str, bytes] = field(default_factory=dict)
    name: str = ""


def with_picture(alt: str = "alt: {ro: Harta, en: The map}") -> Change:
    return (NOTICE, "expires:", f"image: media/harta.png\n{alt}\nexpires:")


CLEAR = {"harta": picture((1200, 800), 250, 20)}


def beside(more: str) -> Change:
    """Another campaign beside the one that always plays."""
    return ("campaigns.yaml", "toate}]", f"toate}}, {{id: alta, playlist: toate, {more}}}]")


def swap(code: str, path: str, old: str, bad: str, good: str | None = None, name: str = "") -> Trap:
    """One text of the faultless pack, replaced; without `good` the pack as it is stands beside it."""
    return Trap(code, ((path, old, bad),), () if good is None else ((path, old, good),), name=name)


BODY, HEADLINE, FINDING = (
    "Lucrăm la conductă până la ora 18.",
    "Apa revine diseară",
    "Din 100 de lei, 50 merg la transport",
)
EXPIRES, WEB, TYPED = "expires: 2026-11-30T18:00", "https://www.proba.ro/strada", "short: proba.ro/strada"
TYPED_ELSEWHERE = (CALL, TYPED, "short: tm.ro/strada")
WITHOUT_END = (NOTICE, EXPIRES, "")
HUNGARIAN = ("displays.yaml", "languages: [ro, en]", "languages: [ro, en, hu]")
WAITING = ("displays.yaml", "languages: [ro]", "languages: [ro]\n    audience: waiting")
COPIED = ("playlists.yaml", "apa]", "apa, apa-2]")

READ_FROM = "data/tramvaie.csv.source.yaml"
READ = "{{address: 'https://date.proba.ro/t', fetched: '2026-11-30T10:00', as_of: {}}}"


def sprung(trap: Trap) -> None:
    """Asserts that the bad pack has this finding only, and the good one none."""
    assert packs.codes(packs.parsed(*trap.bad, **trap.media), trap.now) == {trap.code}
    assert packs.codes(packs.parsed(*trap.good, **trap.good_media), trap.good_now) == set()


def called(trap: Trap) -> str:
    """What a test of it is called."""
    return f"{trap.code} {trap.name}".strip()
