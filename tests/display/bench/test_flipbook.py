"""The judge of flips: what counts as torn, black, smooth."""

import itertools
from pathlib import Path

import pytest

from display_client.bench.flipbook import Flip, fades, faults, flips_in, grid_of, is_mix
from display_client.bench.rehearsal import draw

SIZE = (320, 180)
PICTURES = [draw(number, SIZE) for number in range(4)]
GRIDS = [grid_of(png) for png in PICTURES]


def mix(before: bytes, after: bytes, share: float) -> bytes:
    return bytes(round(a + share * (b - a)) for a, b in zip(before, after, strict=True))


def flips(*grids: bytes) -> list[Flip]:
    return [Flip(float(at), False, grid) for at, grid in enumerate(grids)]


@pytest.mark.parametrize("share", [0.0, 0.01, 0.3, 0.5, 0.99, 1.0])
def test_every_step_of_a_fade_is_a_mix(share: float) -> None:
    assert is_mix(mix(GRIDS[0], GRIDS[1], share), GRIDS[0], GRIDS[1])


def test_half_a_picture_is_torn() -> None:
    half = len(GRIDS[0]) // 2
    assert faults(flips(GRIDS[0], GRIDS[0][:half] + GRIDS[1][half:], GRIDS[1]), PICTURES) == 1


def test_a_dip_to_black_between_two_pictures_is_torn() -> None:
    assert faults(flips(GRIDS[0], bytes(value // 2 for value in GRIDS[0]), GRIDS[1]), PICTURES) == 1


def test_black_is_a_fault_even_before_the_first_picture() -> None:
    assert faults(flips(bytes(len(GRIDS[0])), GRIDS[0]), PICTURES) == 1


def test_a_picture_out_of_turn_is_a_fault() -> None:
    assert faults(flips(GRIDS[0], GRIDS[1], GRIDS[2], GRIDS[0]), PICTURES) == 1


def test_a_clean_run_has_none() -> None:
    seen = [mix(a, b, share / 5) for a, b in itertools.pairwise(GRIDS) for share in range(6)]
    assert faults(flips(bytes([200]) * len(GRIDS[0]), *seen), PICTURES) == 0


def test_a_fades_rate_and_gaps_are_those_of_its_flips() -> None:
    log = [Flip(9.0, False, b""), *(Flip(10 + n / 20, True, b"") for n in range(10)), Flip(10.6, False, b"")]
    rates, gaps = fades([*log, Flip(50.0, False, b"")])
    assert rates == [pytest.approx(10 / 0.6)]
    assert max(gaps) == pytest.approx(0.15)


def test_a_log_is_read_back(tmp_path: Path) -> None:
    (tmp_path / "flips").write_text("# llvmpipe (LLVM 15)\n1.5000 1 0aff10\n2.0000 0 \n")
    assert flips_in(tmp_path / "flips") == (
        "llvmpipe (LLVM 15)",
        [Flip(1.5, True, b"\x0a\xff\x10"), Flip(2.0, False, b"")],
    )
