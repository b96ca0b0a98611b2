"""What a display refuses even from its own server; the sentences are in test_player_refusals."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from content.schedule.plan import Item, Turn
from content.wire import Frame, Manifest
from display_client import limits
from display_client.bench.rehearsal import Rehearsal, SyntheticSlide


@pytest.fixture
def manifest(tmp_path: Path) -> Manifest:
    return Rehearsal(tmp_path).manifest({"a": SyntheticSlide(b"a"), "b": SyntheticSlide(b"b")})


def test_a_manifest_of_the_server_keeps_them(manifest: Manifest) -> None:
    assert limits.flaw(manifest) is None


def test_every_frame_is_looked_at_those_of_other_themes_too(manifest: Manifest) -> None:
    large = Frame(asset="1" * 64)
    more = msgspec.structs.replace(manifest, alternatives={"large-text": {"a": {"ro": large}}})
    assert set(limits.frames(more)) == {*limits.frames(manifest), large}
    assert limits.flaw(more) == "shows the asset 111111111111 without listing its size"


EDGES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "width": ({"width": limits.MAX_SIDE}, {"width": limits.MAX_SIDE + 1}),
    "height": ({"height": 1}, {"height": 0}),
    "one asset": ({"more": {"0" * 64: limits.MAX_ASSET_BYTES}}, {"more": {"0" * 64: limits.MAX_ASSET_BYTES + 1}}),
    "assets": (
        {"more": {f"{n:064x}": 1 for n in range(limits.MAX_ASSETS - 3)}},
        {"more": {f"{n:064x}": 1 for n in range(limits.MAX_ASSETS - 2)}},
    ),
    "bytes": (
        {"more": {f"{n:064x}": limits.MAX_ASSET_BYTES for n in range(62)}},
        {"more": {f"{n:064x}": limits.MAX_ASSET_BYTES for n in range(63)}},
    ),
    "a turn": ({"seconds": limits.MAX_SECONDS}, {"seconds": limits.MAX_SECONDS + 1}),
    "an instant turn": ({"seconds": 1}, {"seconds": 0}),
}


def changed(
    manifest: Manifest, more: dict[str, int] | None = None, seconds: int | None = None, **fields: Any
) -> Manifest:
    if seconds is not None:
        items = manifest.plan.items | {"a": Item(turns=(Turn(lang="ro", seconds=seconds),))}
        fields["plan"] = msgspec.structs.replace(manifest.plan, items=items)
    return msgspec.structs.replace(manifest, assets=manifest.assets | (more or {}), **fields)


@pytest.mark.parametrize("name", EDGES)
def test_the_last_that_is_taken_and_the_first_that_is_not(manifest: Manifest, name: str) -> None:
    taken, refused = EDGES[name]
    assert limits.flaw(changed(manifest, **taken)) is None
    assert limits.flaw(changed(manifest, **refused)) is not None
