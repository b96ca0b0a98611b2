"""Frames of the sample city in each theme."""

from typing import get_args

import msgspec

from content.pack.model import Theme
from content.slides.compose import compose, compose_neutral
from content.slides.drawing import draw
from content.slides.job import Format, Job
from content.wire import LivePart
from tests.slides.samples import city

THEMES = get_args(Theme)


def themed(fmt: Format, theme: Theme) -> Format:
    return msgspec.structs.replace(fmt, theme=theme)


def job(name: str, fmt: Format, lang: str = "ro") -> Job:
    return compose_neutral(city().city, lang, fmt) if name == "neutral" else compose(city(), name, lang, fmt)


def part_of(made: Job, part: str) -> LivePart:
    return next(each for each in draw(made).live if each.part == part)
