"""Assets by what is told of them: kept, on their way, tried again ever later."""

import random
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from display_client.assets import RETRY_MOST_S, Assets
from tests.display.playbook import Latest

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
NEEDED = {"a": 1, "b": 2}
PROGRAMME = "p"
"""Is fetched as assets are, and not on the card."""


def test_what_is_missing_is_fetched_once() -> None:
    assets = Assets(Latest())
    assert assets.fetch_missing(NEEDED, NOW) == [("a", 1), ("b", 2)]
    assert assets.fetch_missing(NEEDED, NOW) == []
    assets.stored("a")
    assert assets.fetch_missing(NEEDED, NOW) == []
    assets.damaged("a")
    assert assets.fetch_missing(NEEDED, NOW) == [("a", 1)]


def test_each_asset_has_its_own_growing_wait() -> None:
    assets = Assets(Latest())
    now, waits = NOW, []
    assets.fetch_missing(NEEDED, now)
    assets.stored("b")
    for _ in range(10):
        assert assets.failed("a", NEEDED, now)
        assert assets.wakes_at is not None
        waits.append((assets.wakes_at - now).total_seconds())
        assert assets.fetch_missing(NEEDED, now) == []
        now = assets.wakes_at
        assert assets.is_due(now)
        assert assets.fetch_missing(NEEDED, now) == [("a", 1)]
        assert not assets.is_due(now)
    assert waits == [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0, 60.0, 60.0]
    assets.stored("a")
    assets.damaged("a")
    assets.fetch_missing(NEEDED, now)
    assets.failed("a", NEEDED, now)
    assert assets.wakes_at == now + timedelta(seconds=0.5)


def test_what_nobody_needs_is_not_tried_again() -> None:
    assets = Assets(Latest())
    assets.fetch_missing(NEEDED, NOW)
    assert not assets.failed("a", {}, NOW)
    assert assets.failed("b", NEEDED, NOW)
    assets.keep_only({"a"})
    assert assets.wakes_at is None


def test_what_is_still_needed_keeps_its_growing_wait() -> None:
    assets = Assets(Latest())
    assets.fetch_missing(NEEDED, NOW)
    assets.stored("b")
    assets.failed("a", NEEDED, NOW)
    assets.keep_only({"a"})
    assert assets.wakes_at == NOW + timedelta(seconds=0.5)
    assert assets.fetch_missing(NEEDED, assets.wakes_at) == [("a", 1), ("b", 2)]
    assets.keep_only({"a"})
    assets.failed("a", NEEDED, NOW)
    assert assets.wakes_at == NOW + timedelta(seconds=1)


def test_a_programme_that_arrived_is_fetched_again_when_it_is_needed_again() -> None:
    assets = Assets(Latest())
    for _ in range(2):
        assert assets.fetch_missing({"p": 7}, NOW) == [("p", 7)]
        assert assets.fetch_missing({"p": 7}, NOW) == []
        assets.failed("p", {"p"}, NOW)
        assert assets.wakes_at == NOW + timedelta(seconds=0.5)
        assert assets.fetch_missing({"p": 7}, assets.wakes_at) == [("p", 7)]
        assets.keep_only({})
        assets.passed("p")
        assert assets.wakes_at is None
    assert assets.fetch_missing({"p": 7}, NOW) == [("p", 7)]
    assets.stored("p")  # the same bytes as an asset
    assert assets.fetch_missing({"p": 7}, NOW) == []


class AnyOrder(RuleBasedStateMachine):
    """Whatever is told in whatever order: nothing is fetched twice at a time, nothing needed is forgotten."""

    @initialize(seed=st.integers())
    def begin(self, seed: int) -> None:
        self.assets, self.now = Assets(random.Random(seed)), NOW
        self.needed = dict(NEEDED)
        self.on_card: set[str] = set()
        self.on_way: list[str] = []
        self.lost: set[str] = set()
        """On their way, and deleted the moment they arrived: the worst that the card may do."""

    @rule()
    def fetches(self) -> None:
        fetched = [asset for asset, _ in self.assets.fetch_missing(self.needed, self.now)]
        assert not set(fetched) & (self.on_card | set(self.on_way))
        self.on_way += fetched

    @rule(well=st.booleans())
    def transfer_ends(self, well: bool) -> None:
        if self.on_way:
            asset = self.on_way.pop(0)
            if well and asset == PROGRAMME:
                self.assets.passed(asset)
                self.needed.pop(asset, None)
            elif well:
                self.assets.stored(asset)
                self.on_card |= {asset} - self.lost
            else:
                assert self.assets.failed(asset, self.needed, self.now) == (asset in self.needed)
            self.lost.discard(asset)

    @rule(asset=st.sampled_from("abc"))
    def is_damaged(self, asset: str) -> None:
        self.assets.damaged(asset)
        self.on_card.discard(asset)

    @rule(needed=st.dictionaries(st.sampled_from("abc" + PROGRAMME), st.integers(1, 9)))
    def another_manifest(self, needed: dict[str, int]) -> None:
        self.needed = needed
        self.assets.keep_only(needed)
        self.on_card &= set(needed)
        self.lost |= set(self.on_way) - set(needed)
        self.assets.forget_failures()

    @rule(seconds=st.integers(-90, 90))
    def clock_moves(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)
        self.assets.follow_clock(self.now)

    @invariant()
    def what_counts_as_complete_is_on_the_card(self) -> None:
        if hasattr(self, "assets"):
            manifest: Any = SimpleNamespace(assets=self.needed)
            assert not self.assets.are_complete(manifest) or self.on_card >= set(self.needed)

    @invariant()
    def waits_are_bounded(self) -> None:
        if hasattr(self, "assets") and self.assets.wakes_at is not None:
            assert self.assets.wakes_at <= self.now + timedelta(seconds=RETRY_MOST_S)

    @invariant()
    def after_the_longest_wait_all_is_on_its_way(self) -> None:
        if hasattr(self, "assets"):
            later = self.now + timedelta(seconds=RETRY_MOST_S)
            missing = set(self.needed) - self.on_card - set(self.on_way)
            fetched = [asset for asset, _ in self.assets.fetch_missing(self.needed, later)]
            assert set(fetched) == missing
            self.on_way += fetched


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(max_examples=50)
