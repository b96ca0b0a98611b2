"""The small city with as many displays as a test wants, in twelve kinds, and what is worked out for them."""

from collections import Counter
from datetime import datetime
from typing import NamedTuple

import msgspec

from content.checks import frames, gate
from content.findings import Finding
from content.pack.model import Daypart, Display, Pack
from content.publication.edition import Compiler
from content.slides.compose import characters
from tests.checks import packs

KINDS = 12


def crowded(displays: int, of: Pack | None = None) -> Pack:
    """The pack with that many displays: of two formats, three sets of languages, two audiences; and several hours."""
    pack = of or packs.parsed()
    return msgspec.structs.replace(pack, displays={f"d{n}": _display(pack, n) for n in range(displays)})


def _display(pack: Pack, n: int) -> Display:
    kind = n % KINDS
    first = list(pack.displays.values())[kind % 2]
    return msgspec.structs.replace(
        first,
        id=f"d{n}",
        languages=(("ro",), ("ro", "en"), ("en", "ro"))[kind // 2 % 3],
        audience=("passing", "waiting")[kind // 6],
        phase=n % 7,
        hours=(Daypart(start=f"{4 + n // KINDS % 5:02}:00", end="23:00"),),
    )


class Work(NamedTuple):
    """How often the length of a page was asked for, by rule book; the frames looked at; and what was found."""

    check: int
    foresee: int
    frames: int
    findings: list[Finding]


def work_for(pack: Pack, now: datetime = packs.NOW) -> Work:
    """What the gate does for that pack."""
    asked: Counter[str] = Counter()

    def counted(what: str) -> gate.CharacterCounter:
        def count(pack: Pack, slide: str, lang: str) -> int:
            asked[what] += 1
            return characters(pack, slide, lang)

        return count

    memory: gate.Memory = {}
    findings = gate.check(pack, now, counted("check"))
    findings += gate.foresee(pack, now, counted("foresee"))
    findings += gate.examine(pack, frames.of_edition(Compiler().compiled(pack)), memory)
    return Work(asked["check"], asked["foresee"], len(memory), findings)
