"""A display without a server: what it is told is genuine, and no two slides look alike."""

import hashlib
from pathlib import Path

from config import settings
from config.settings import Enrolment
from content.wire.trusted import TrustedSet, with_programme
from display_client.bench.flipbook import BLACK, grid_of, is_mix
from display_client.bench.rehearsal import Rehearsal, SyntheticSlide, draw

SIZE = (640, 360)


def test_what_it_hangs_is_believed_and_complete(tmp_path: Path) -> None:
    rehearsal = Rehearsal(tmp_path, SIZE)
    rehearsal.enrol()
    enrolment = settings.read(rehearsal.path, Enrolment)
    trusted = TrustedSet([enrolment.public_key()], enrolment.site, enrolment.display)
    for number in (1, 2):
        hung = rehearsal.hang({"a": SyntheticSlide(draw(number, SIZE))})
        stored = rehearsal.store.settled()
        assert stored is not None
        accepted = trusted.accept_manifest(stored.envelope, hung.manifest.issued)
        assert accepted is not None and accepted.manifest == hung.manifest
        assert with_programme(accepted, stored.programme).programme == hung.programme
        assert all(rehearsal.store.asset(asset) for asset in hung.assets)
        assert rehearsal.assets() == set(hung.assets)


def test_a_change_of_the_manifest_keeps_the_programme_and_one_of_the_programme_is_named(tmp_path: Path) -> None:
    hung = Rehearsal(tmp_path, SIZE).manifest({"a": SyntheticSlide(b"a")})
    later, wider = hung.told(phase=7), hung.told(width=800)
    assert (later.manifest.phase, later.manifest.programme) == (7, hung.manifest.programme)
    assert wider.manifest.programme == hashlib.sha256(wider.data).hexdigest() != hung.manifest.programme
    assert wider.manifest.size == len(wider.data)
    assert (wider.version, wider.programme.width) == (hung.version, 800)


def test_no_two_slides_look_alike_and_none_is_black() -> None:
    grids = [grid_of(draw(number, SIZE)) for number in range(1, 12)]
    assert all(max(grid) > BLACK for grid in grids)
    assert not [
        (a, b) for a, one in enumerate(grids) for b, other in enumerate(grids) if a < b and is_mix(one, other, other)
    ]
