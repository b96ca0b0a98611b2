"""Figures that move: by the name they stand beside on the slide, as they are written there."""

from control_server.changes import effect, figures
from control_server.changes.figures import MovedFigure
from tests.server.simulator import PACK, Simulated

DATA = b"rank,line,riders\n1,Linia 2,%d\n2,Linia 4,640\n3,Linia 9,%d\n"
SLIDE = b"""
kind: dataset
title: {ro: "Linia 2 duce cei mai multi oameni"}
data: data/linii.csv
chart: bar
x: line
y: riders
source: {name: STPT, url: "https://exemplu.ro/linii", licence: CC-BY-4.0, as_of: 2026-01-01}
"""


def pack(two: int, nine: int) -> dict[str, bytes]:
    return {**PACK, "slides/anunt.yaml": SLIDE, "data/linii.csv": DATA % (two, nine)}


async def test_what_moves_and_how_many_stay(city: Simulated) -> None:
    await city.publish(pack(900, 300))
    files = pack(950, 300)
    candidate = await city.server.publisher.prepare(files)
    (moved,) = figures.of(candidate, effect.of(candidate, {"data/linii.csv": files["data/linii.csv"]}))
    assert (moved.slide, moved.lang, moved.figures, moved.stay) == (
        "anunt",
        "ro",
        (MovedFigure(name="Linia 2", before="900", after="950"),),
        2,
    )


async def test_a_name_that_is_new_or_goes(city: Simulated) -> None:
    await city.publish(pack(900, 300))
    files = {**pack(900, 300), "data/linii.csv": (DATA % (900, 300)).replace(b"Linia 9", b"Linia 8")}
    candidate = await city.server.publisher.prepare(files)
    (moved,) = figures.of(candidate, effect.of(candidate, {"data/linii.csv": files["data/linii.csv"]}))
    assert moved.figures == (
        MovedFigure(name="Linia 8", before=None, after="300"),
        MovedFigure(name="Linia 9", before="300", after=None),
    )


async def test_slides_without_figures_move_none(city: Simulated) -> None:
    files = {**PACK, "slides/anunt.yaml": PACK["slides/anunt.yaml"].replace(b"ora 9", b"ora 10")}
    candidate = await city.server.publisher.prepare(files)
    assert figures.of(candidate, effect.of(candidate, files)) == ()
