"""A display without a server: what it is told is genuine, and no two slides look alike."""

from pathlib import Path

from config import settings
from config.settings import Enrolment
from content.wire.trusted import TrustedSet
from display_client.bench.flipbook import BLACK, grid_of, is_mix
from display_client.bench.rehearsal import Rehearsal, SyntheticSlide, draw
from display_client.limits import flaw

SIZE = (640, 360)


def test_what_it_hangs_is_believed_and_complete(tmp_path: Path) -> None:
    rehearsal = Rehearsal(tmp_path, SIZE)
    rehearsal.enrol()
    enrolment = settings.read(rehearsal.path, Enrolment)
    trusted = TrustedSet([enrolment.public_key()], enrolment.site, enrolment.display, limits=flaw)
    for number in (1, 2):
        manifest = rehearsal.hang({"a": SyntheticSlide(draw(number, SIZE))})
        stored = rehearsal.store.settled()
        assert stored is not None
        accepted = trusted.accept_manifest(stored.envelope, manifest.issued)
        assert accepted is not None and accepted.manifest == manifest
        assert all(rehearsal.store.asset(asset) for asset in manifest.assets)
        assert rehearsal.assets() == set(manifest.assets)


def test_no_two_slides_look_alike_and_none_is_black() -> None:
    grids = [grid_of(draw(number, SIZE)) for number in range(1, 12)]
    assert all(max(grid) > BLACK for grid in grids)
    assert not [
        (a, b) for a, one in enumerate(grids) for b, other in enumerate(grids) if a < b and is_mix(one, other, other)
    ]
