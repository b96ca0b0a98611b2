"""The record of plays while the screen is killed over and over, and whether an altered proof of them is found out."""

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

from content import proof
from content.findings import RefusedError
from content.wire import play_chain
from content.wire.play_chain import PlayLink
from display_client.journal import JournalReader
from display_client.own_key import own_key
from tests.figures import shown
from tests.playing import SigningDisplay
from tests.test_proof import EDITS, file, same

KILLS = int(os.environ.get("AFISIER_ROUNDS", "2")) * 10
ALTERED = KILLS * 5
_SCREEN = """
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from content.wire import Play
from display_client.journal import JournalWriter
memory, card, first = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
writer = JournalWriter(memory, card)
for number in range(first, first + 100_000):
    since = datetime(2026, 11, 20, 8, tzinfo=UTC) + timedelta(seconds=8 * number)
    until = since + timedelta(seconds=8)
    slide = f"s{number}"
    writer.append(Play(number=0, slide=slide, lang="ro", campaign="c", asset="a" * 64, since=since, until=until))
    sys.stdout.write(slide + "\\n")
    sys.stdout.flush()
"""
"""A screen that records one play after the other, and says each when it is recorded."""


def _killed_screen(memory: Path, card: Path, first: int, after: int) -> list[str]:
    """What it said it had recorded, when it is killed after so many."""
    command = [sys.executable, "-c", _SCREEN, str(memory), str(card), str(first)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as screen:
        assert screen.stdout is not None
        said = [screen.stdout.readline().strip() for _ in range(after)]
        screen.send_signal(signal.SIGKILL)
        said += screen.stdout.read().split("\n")[:-1]
    return said


def test_no_kill_costs_a_play_or_counts_it_twice_and_every_edit_is_found(tmp_path: Path) -> None:
    chance = random.Random(23)
    card, memory = tmp_path / "card", tmp_path / "memory"
    card.mkdir()
    memory.mkdir()
    key, said, links = own_key(card, memory), list[str](), list[PlayLink]()
    for kill in range(KILLS):
        said += _killed_screen(memory, card, 100_000 * kill, chance.randrange(1, 40))
        reader = JournalReader(memory, card)  # the agent was killed as well
        reader.told(links[-1].tip if links else None, "")
        while plays := reader.waiting(chance.randrange(1, 60)):
            display = SigningDisplay("gara", key=key)
            display.tip = reader.tip
            reader.handed_out(plays[-1].number)
            link = play_chain.opened(play_chain.sealed(display.batch(*plays), key))
            if link.follows(links[-1].tip if links else None):
                links.append(link)
            if chance.random() < 0.8:  # else the answer is lost
                reader.trim(links[-1].tip)
    slides = [str(play.slide) for link in links for play in link.batch.plays]
    lost, twice = set(said) - set(slides), len(slides) - len(set(slides))
    wrong = len(lost) + twice
    shown(f"plays lost or twice over {KILLS} kills of the screen, of {len(said)}", wrong, "0", holds=not wrong)

    genuine = file(links)
    assert proof.verified(genuine).plays + proof.verified(genuine).doubtful == len(slides)
    tried = unseen = 0
    for seed in range(ALTERED):
        altered = EDITS[chance.choice(sorted(EDITS))](genuine, random.Random(seed))
        if same(altered, genuine):
            continue
        tried += 1
        try:
            proof.verified(altered)
            unseen += 1
        except RefusedError:
            pass
    shown(f"alterations of a proof of play that were not found, of {tried}", unseen, "0", holds=not unseen)
