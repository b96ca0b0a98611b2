"""Composed frames that no pack can break while the templates are sound: here one value of one is replaced by hand."""

from typing import Any

import msgspec

from content.checks import gate
from content.checks.frames import ShownFrame
from tests.checks import packs


def broken(slide: str, *path: str | int, value: Any) -> ShownFrame:
    """The page of a slide with one value of its template's data replaced."""
    good = packs.page(slide)
    data = msgspec.json.decode(msgspec.json.encode(good.job.data))
    inner = data["frame"] if path[0] == "colors" else data
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return good._replace(job=msgspec.structs.replace(good.job, data=msgspec.convert(data, type(good.job.data))))


def caught(code: str, frame: ShownFrame) -> None:
    """Asserts that the broken frame has this finding, and the sound one none."""
    pack = packs.parsed()
    findings = gate.examine(pack, [frame])
    follows = {"headline-figure", "qr-fine"}  # a figure that is not drawn bears no headline; small modules are fine
    assert {finding.code for finding in findings} - follows == {code}
    assert {finding.display for finding in findings} == {"hol"}
    assert gate.examine(pack, [packs.page(frame.slide)]) == []
