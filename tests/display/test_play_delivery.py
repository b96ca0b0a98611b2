"""Plays from the glass to the server, whatever ends in between: each is there once, and gaps are where power was cut.

The display's journal is the real one; screen, agent and machine end as they do in life. The server is as small as one
can be: it keeps the links that follow.
"""

import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest import mock

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from content.wire import Play, Tip, dsse, play_chain
from content.wire.play_chain import PlayLink
from display_client import journal
from display_client.journal import JournalReader, JournalWriter
from display_client.own_key import own_key
from tests.playing import SigningDisplay

START = datetime(2026, 11, 20, 8, tzinfo=UTC)


class Delivery(RuleBasedStateMachine):
    """One display and its server. Plays are told apart by their slide."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.card, self.memory = self.folder / "card", self.folder / "memory"
        self.card.mkdir()
        self.links: dict[str, list[PlayLink]] = {}
        self.shown = self.boots = 0
        self.alive: set[str] = set()
        """Slides that were recorded and not lost with the power."""
        self.on_card: set[str] = set()
        self.card_takes = self.card_took = True
        """Now, and always."""
        self.of_start: set[str] = set()
        """Slides that were shown since the machine started."""
        self.clock_s = 0.0
        self.patches = [
            mock.patch.object(journal, "SEGMENT_PLAYS", 3),
            mock.patch.object(journal, "RESERVE", 1),
            mock.patch.object(journal.durable, "write", self._write),
        ]
        self.write = journal.durable.write
        for patch in self.patches:
            patch.start()

    def teardown(self) -> None:
        self.deliver_all()
        for patch in self.patches:
            patch.stop()
        shutil.rmtree(self.folder)

    def _write(self, path: Path, data: bytes, **mode: int) -> None:
        if not self.card_takes and path.is_relative_to(self.card):
            raise OSError(30, "Read-only file system")
        self.write(path, data, **mode)

    @property
    def boot(self) -> str:
        return f"boot {self.boots}"

    def delivered(self) -> list[Play]:
        return [play for links in self.links.values() for link in links for play in link.batch.plays]

    # --- the machine -----------------------------------------------------------------------------------------------

    @initialize()
    def starts(self) -> None:
        self.boots += 1
        self.memory.mkdir()
        self.screen_starts()
        self.agent_starts()

    @rule()
    def screen_starts(self) -> None:
        """After a kill, which closes nothing."""
        self.writer = JournalWriter(self.memory, self.card)

    @rule()
    def screen_ends(self) -> None:
        self.writer.close()
        if self.card_takes:
            self.on_card |= self.alive
        self.screen_starts()

    @rule()
    def agent_starts(self) -> None:
        self.reader = JournalReader(self.memory, self.card)
        self.key = own_key(self.card, self.memory)
        self.display = SigningDisplay("gara", key=self.key)

    @rule()
    def power_is_cut(self) -> None:
        """What was in memory only is lost, but for what the server has.

        So is what a start of the machine that never heard of the server left on a card that took no numbers before it.
        """
        if not (self.card_took or self.reader.is_told):
            self.on_card -= self.of_start
        self.of_start.clear()
        self.alive &= self.on_card | {str(play.slide) for play in self.delivered()}
        shutil.rmtree(self.memory)
        self.starts()

    @rule(takes=st.booleans())
    def card_changes(self, takes: bool) -> None:
        self.card_takes, self.card_took = takes, takes and self.card_took

    @rule()
    def plays_wait(self) -> None:
        """For so long that they go to the card."""
        for _ in range(2):
            self.clock_s += journal.SPILL_S + 1
            try:
                self.reader.spill_late(self.clock_s)
            except OSError:
                return
        self.on_card |= {str(play.slide) for play in _all_on(self.card)}

    # --- the way ---------------------------------------------------------------------------------------------------

    @rule(count=st.integers(1, 8))
    def shows(self, count: int) -> None:
        for _ in range(count):
            self.shown += 1
            slide, since = f"s{self.shown}", START + timedelta(seconds=8 * self.shown)
            play = Play(
                number=0,
                slide=slide,
                lang="ro",
                campaign="c",
                asset=None,
                since=since,
                until=since + timedelta(seconds=8),
                boot=self.boot,
            )
            self.writer.append(play)
            self.alive.add(slide)
            self.of_start.add(slide)

    @rule()
    def server_says_what_it_has(self) -> None:
        try:
            self.reader.told(self._tip(), self.boot)
        except OSError:
            assert not self.card_takes
        self.on_card |= {str(play.slide) for play in _all_on(self.card)}

    @precondition(lambda self: self.reader.is_told)
    @rule(limit=st.integers(1, 5), answered=st.booleans())
    def agent_sends(self, limit: int, answered: bool) -> None:
        plays = self.reader.waiting(limit)
        if not plays:
            return
        self.display.tip = self.reader.tip
        self.reader.handed_out(plays[-1].number)
        link = play_chain.opened(play_chain.sealed(self.display.batch(*plays), self.key))
        links = self.links.setdefault(link.key, [])
        if link.follows(links[-1].tip if links else None):
            links.append(link)
        if answered:
            self.reader.trim(links[-1].tip)

    def _tip(self) -> Tip | None:
        links = self.links.get(dsse.key_id(self.key.public_key()))
        return links[-1].tip if links else None

    # --- what holds ------------------------------------------------------------------------------------------------

    @invariant()
    def nothing_is_there_twice(self) -> None:
        slides = [play.slide for play in self.delivered()]
        assert len(slides) == len(set(slides))

    @invariant()
    def chains_hold(self) -> None:
        for links in self.links.values():
            tip = None
            for link in links:
                assert link.batch.after == tip
                tip = link.tip

    def deliver_all(self) -> None:
        self.card_takes = True
        self.agent_starts()
        self.server_says_what_it_has()
        for _ in range(500):
            if not self.reader.waiting(1):
                break
            self.agent_sends(limit=5, answered=True)
        self.nothing_is_there_twice()
        self.chains_hold()
        assert self.alive <= {str(play.slide) for play in self.delivered()}


def _all_on(card: Path) -> list[Play]:
    (card.parent / "nothing").mkdir(exist_ok=True)
    return list(JournalReader(card.parent / "nothing", card).waiting(10_000))


TestDelivery = Delivery.TestCase
TestDelivery.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
