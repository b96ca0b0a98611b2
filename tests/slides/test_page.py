"""What all slides share: rows, the panel, the source line."""

from content.slides import page
from content.slides.job import Format


def test_a_frame_that_is_small_for_its_type_has_fewer_rows() -> None:
    near, far = (Format(width=1280, height=720, pixels_per_mm=1.8, viewing_distance_m=d) for d in (2, 2.6))
    assert (page.rows(near), page.rows(far)) == (7, 5)
