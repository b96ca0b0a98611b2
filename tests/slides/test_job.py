"""A job: what names its frame, and what a worker is sent."""

import pickle
import re

import msgspec
import pytest

from content.findings import RefusedError
from content.slides.compose import compose
from content.slides.drawing import draw
from content.slides.job import Format
from tests.slides.samples import DISPLAYS, FORMATS, city
from tests.slides.themes import THEMES, job, themed


def test_equal_jobs_give_equal_keys_and_bytes() -> None:
    fmt = FORMATS["landscape"]
    one, two = (compose(city(), "tramvai", "ro", fmt) for _ in range(2))
    other = compose(city(), "tramvai", "en", fmt)
    assert one.key() == two.key() != other.key()
    assert draw(one) == draw(two)
    assert re.fullmatch(r"[0-9a-f]{64}", one.key())


def test_a_job_travels_to_a_worker() -> None:
    job = compose(city(), "registratura-harta", "ro", FORMATS["landscape"])
    assert pickle.loads(pickle.dumps(job)).key() == job.key()
    sent = pickle.dumps(job.plain())
    assert pickle.loads(sent) == job.plain()
    assert b"content.slides.notice" not in sent, "a worker must not have to load a kind's module"


def test_a_theme_is_a_job_of_its_own_and_named_in_a_refusal() -> None:
    assert len({job("tramvai", themed(FORMATS["landscape"], theme)).key() for theme in THEMES}) == 3
    far = Format(width=1280, height=720, pixels_per_mm=1.8, viewing_distance_m=9, theme="high-contrast")
    with pytest.raises(RefusedError, match="at the smallest permitted size in the theme high-contrast"):
        draw(job("registratura", far))


def test_only_a_display_that_is_touched_has_alternatives() -> None:
    display = DISPLAYS[0]
    touched = msgspec.structs.replace(display, touch=True, theme="high-contrast")
    assert Format.alternatives(display) == ()
    assert [fmt.theme for fmt in Format.alternatives(touched)] == ["standard", "large-text"]
