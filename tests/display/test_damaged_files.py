"""A card that gives back other bytes than it took: nothing that was altered is ever shown."""

import hashlib
import random
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from display_client.bench.rehearsal import Rehearsal, Rehearsed, SyntheticSlide
from display_client.screen.on_glass import OnGlass
from display_client.store import DisplayStore
from tests.display.glasses import on_glass_of, take
from tests.figures import samples, shown

SLIDES = {name: SyntheticSlide(name.encode() * 300, 20) for name in ("a", "b", "c")}
NEUTRAL = b"neutral" * 300
NOON = datetime(2026, 6, 15, 9, 0, tzinfo=UTC)

Damage = Callable[[Path, random.Random], None]


def flip(path: Path, chance: random.Random) -> None:
    data = bytearray(path.read_bytes())
    for _ in range(chance.choice([1, 1, 1, 2, 50])):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)


def cut(path: Path, chance: random.Random) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: chance.randrange(len(data))])


def lose(path: Path, chance: random.Random) -> None:
    path.unlink()


def zero(path: Path, chance: random.Random) -> None:
    """A block of zeros, as a file system that lost one gives."""
    data = bytearray(path.read_bytes())
    at = chance.randrange(len(data))
    data[at : at + 512] = bytes(len(data[at : at + 512]))
    path.write_bytes(data)


def swap(path: Path, chance: random.Random) -> None:
    """The bytes of another file of the card."""
    others = [each for each in path.parent.iterdir() if each != path]
    path.write_bytes(chance.choice(others).read_bytes() if others else b"")


DAMAGES: tuple[Damage, ...] = (flip, flip, cut, lose, zero, swap)


class Cards:
    """Fresh copies of the store of a display that went from one manifest to a newer one."""

    def __init__(self, city: Rehearsal, folder: Path) -> None:
        self.city, self._folder = city, folder
        city.hang({"a": SLIDES["a"]}, NEUTRAL)
        self.newest = city.hang(SLIDES, NEUTRAL)
        shutil.copytree(city.store.folder, folder / "whole")

    def damaged(self, chance: random.Random) -> None:
        """One to three of its files are other ones."""
        store = self.city.store
        for whole in (self._folder / "whole").rglob("*"):
            if whole.is_file() and whole.name != "reserve":
                shutil.copyfile(whole, store.folder / whole.relative_to(self._folder / "whole"))
        files = [*store.assets.iterdir(), *store.slots.iterdir()]
        for path in chance.sample(files, chance.choice([1, 1, 2, 3])):
            if path.exists():
                chance.choice(DAMAGES)(path, chance)


def shown_wrongly(store: DisplayStore, on_glass: OnGlass, newest: Rehearsed) -> bool:
    """Whether anything would be drawn, over a rotation, but the very pictures that are published, or the nameplate."""
    genuine = {hashlib.sha256(slide.png).hexdigest(): slide.png for slide in SLIDES.values()}
    genuine[hashlib.sha256(NEUTRAL).hexdigest()] = NEUTRAL
    take(on_glass, now=NOON)
    at = NOON
    for _ in range(len(SLIDES)):
        target = on_glass.at(at)
        if target.kind == "frame":
            asset = target.asset or ""
            picture = store.asset(asset)  # what the painter decodes
            slide = target.showing.slide
            planned = asset in newest.assets and (slide is None or newest.asset(slide) == asset)
            if not planned or picture not in {None, genuine.get(asset)}:
                return True
        at = target.showing.until
    return False


def test_nothing_that_was_altered_on_the_card_is_shown(city: Rehearsal, tmp_path: Path) -> None:
    seed, count = random.randrange(10**6), samples(300, 10_000)
    print(f"seed {seed}")
    chance, cards, wrong, blank = random.Random(seed), Cards(city, tmp_path), 0, 0
    for _ in range(count):
        cards.damaged(chance)
        on_glass = on_glass_of(city)
        wrong += shown_wrongly(city.store, on_glass, cards.newest)
        blank += on_glass.at(NOON).kind == "nameplate"
    shown("flips, cuts, lost and swapped files: shown wrongly", f"{wrong} of {count}", "0 of 10,000", holds=not wrong)
    assert blank < count / 4  # a manifest is there twice: mostly it plays on


@pytest.mark.parametrize("damage", dict.fromkeys(DAMAGES), ids=lambda damage: damage.__name__)
def test_what_is_altered_is_missing(city: Rehearsal, tmp_path: Path, damage: Damage) -> None:
    """A negative control: each way of damaging a file really alters it."""
    Cards(city, tmp_path)
    digest = hashlib.sha256(SLIDES["a"].png).hexdigest()
    assert city.store.asset(digest) == SLIDES["a"].png
    damage(city.store.assets / digest, random.Random(1))
    assert city.store.asset(digest) is None
