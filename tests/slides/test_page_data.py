"""What templates are given: every name a template reads is there, and the gate reads of every page what it must."""

import re
from collections.abc import Iterator

import pytest

from content.slides.compose import compose, compose_neutral
from content.slides.drawing import TEMPLATES
from content.slides.job import Job
from tests.slides import budgets, open_data
from tests.slides.samples import FORMATS, city

JOBS = {
    **{name: compose(city(), name, "ro", FORMATS["landscape"]) for name in city().slides},
    **{
        f"strada-viata.{phase}": compose(city(), f"strada-viata.{phase}", "ro", FORMATS["landscape"])
        for phase in ("announced", "result")
    },
    **{name: compose(budgets.budget_city(), name, "ro", FORMATS["landscape"]) for name in budgets.VIEWS},
    **{name: compose(open_data.data_city(), name, "ro", FORMATS["landscape"]) for name in open_data.WRITTEN},
    "neutral": compose_neutral(city().city, "ro", FORMATS["landscape"]),
}


def read_by(template: str) -> Iterator[str]:
    """The names of the data that a template reads, or a file that it imports."""
    text = re.sub(r"//.*", "", (TEMPLATES / f"{template}.typ").read_text())
    yield from re.findall(r"\bjob\.([a-z][\w-]*)", text)
    for imported in re.findall(r'#import "([\w-]+)\.typ"', text):
        yield from read_by(imported)


@pytest.mark.parametrize("job", JOBS.values(), ids=JOBS)
def test_a_template_reads_only_what_it_is_given(job: Job) -> None:
    names = set(read_by(job.template))
    assert {"title", "colors", "steps"} <= names
    assert names <= job.data.plain().keys()


@pytest.mark.parametrize("job", JOBS.values(), ids=JOBS)
def test_every_mark_has_its_name_and_figure(job: Job) -> None:
    assert all(mark.name and mark.figure for mark in job.data.marks())


def test_rows_are_marks_of_a_line_only_its_ends() -> None:
    budget, line = JOBS["buget-100"].data, JOBS["tramvai-linie"].data
    assert [mark.name for mark in budget.marks()] == [row.label for row in budget.listed()]
    assert len(list(line.marks())) == 2
    assert line.listed() == ()
    assert len(line.dated()) > 2


def test_the_frame_and_the_kinds_own_data_are_one_for_a_template() -> None:
    plain = JOBS["buget-100"].data.plain()
    assert (plain["width"], plain["height"], plain["live"]) == (1920, 1080, True)
    assert plain["min"].keys() == plain["want"].keys() == {"head", "body", "small"}
    assert "on-accent" in plain["colors"]
    assert "frame" not in plain
