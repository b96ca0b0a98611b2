"""Jobs into PNG, SVG and PDF with Typst: one warm compiler a process, no fonts but Inter, no network, no shell.

Decides how a template gets its data (JSON in `sys.inputs`) and what a refusal says. Geometry is the templates'.
"""

import functools
import shutil
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import fontpkg_inter
import msgspec
import typst

from content.findings import RefusedError, refused
from content.slides import chart, letters, picture, sizes
from content.slides.job import Job, Rendered
from content.wire import LivePart

TEMPLATES = Path(__file__).parent / "templates"
FONTS = fontpkg_inter.ROOT / "files"
Kind = Literal["png", "svg", "pdf"]
Live = list[dict[str, Any]]
"""What the template says of places: the live parts, and the place of a chart."""
_PLACES = ("chart", "text")
"""What the template says besides the live parts: a chart's place, the size of the text."""
LANGUAGES = {"ro": "Romanian", "en": "English", "hu": "Hungarian", "de": "German", "sr": "Serbian"}


@functools.cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(root=str(TEMPLATES), font_paths=[str(FONTS)], ignore_system_fonts=True)


def warm() -> None:
    """Opens the fonts and starts the chart engine."""
    _compiler()
    letters.drawable()
    points = [{"x": str(n), "y": n, "label": str(n)} for n in range(3)]
    colors = dict.fromkeys(("ink", "muted", "accent", "tint"), "#000000")
    chart.svg("bar", points, chart.Place(300, 200, 20, colors))


def draw(job: Job) -> Rendered:
    """The frame and its live parts. Raises RefusedError."""
    png, live = _drawn(job, job.data, "png")
    text = next(part["size"] for part in live if part["part"] == "text")
    parts = tuple(_part(job, part) for part in live if part["part"] not in _PLACES)
    return Rendered(png=png, live=parts, arcmin=round(sizes.arcmin(text, job.format), 1))


def export(job: Job, kind: str) -> bytes:
    """`svg` leaves the live parts' places free as the frame does; `pdf` is for paper and has no such places.

    Raises RefusedError.
    """
    if kind not in ("svg", "pdf"):
        raise refused("export", job.where, f"found the format {kind!r}, expected svg or pdf")
    if kind == "svg":
        return _drawn(job, job.data, "svg")[0]
    return _drawn(job, {**job.data, "live": False}, "pdf")[0]


def _drawn(job: Job, data: dict[str, Any], kind: Kind) -> tuple[bytes, Live]:
    if lost := letters.missing(data):
        found = " ".join(f"{letter!r} (U+{ord(letter):04X})" for letter in lost[:5])
        raise refused("letter", job.where, f"found {found}, which the font cannot draw, expected letters Inter has")
    if not job.files:
        return _charted(job, data, kind, TEMPLATES)
    with tempfile.TemporaryDirectory(prefix="afisier-") as folder:
        root = Path(folder)
        for template in TEMPLATES.glob("*.typ"):
            shutil.copyfile(template, root / template.name)  # a confined worker may set no modes
        (path, content), *_ = job.files.items()
        png, width, height = picture.placed(content, path, job.format)
        (root / "picture.png").write_bytes(png)
        placed = {**data["picture"], "file": "picture.png", "width": width, "height": height}
        return _charted(job, {**data, "picture": placed}, kind, root)


def _charted(job: Job, data: dict[str, Any], kind: Kind, root: Path) -> tuple[bytes, Live]:
    """A chart is drawn to the place the layout leaves it: the page is laid out without it first (2 ms)."""
    if data.get("chart"):
        _, parts = _compiled(job, data, "svg", root)
        found = next(part for part in parts if part["part"] == "chart")
        place = chart.Place(int(found["width"]), int(found["height"]), round(found["size"], 1), data["colors"])
        shape = data["chart"]
        drawn = chart.svg(found["kind"], shape["points"], place)
        data = {**data, "chart": {**shape, "svg": drawn}}
    return _compiled(job, data, kind, root)


def _compiled(job: Job, data: dict[str, Any], kind: Kind, root: Path) -> tuple[bytes, Live]:
    compiler, main = _compiler(), root / f"{job.template}.typ"
    options: dict[str, Any] = {"pdf_standards": "ua-1", "timestamp": 0} if kind == "pdf" else {}
    inputs = {"job": msgspec.json.encode(data).decode()}
    try:
        made = compiler.compile(
            input=str(main),
            root=str(root),
            format=kind,
            ppi=72,
            sys_inputs=inputs,
            **options,
        )
        live: Live = msgspec.json.decode(compiler.query("<live>", field="value", one=True, root=str(root)))
    except typst.TypstError as error:
        raise _refusal(job, error) from error
    assert isinstance(made, bytes)
    return made, live


def _refusal(job: Job, error: typst.TypstError) -> RefusedError:
    message = error.message
    _, found, what = message.partition("fit:")
    if not found:
        return refused("draw", job.where, f"cannot be drawn: {message}")
    fmt, what = job.format, what.strip(' "')
    theme = f" in the theme {fmt.theme}" if fmt.theme != "standard" else ""
    remedies = {"QR": "a nearer viewing distance or a larger panel", "places": "fewer places"}
    remedy = next((remedy for part, remedy in remedies.items() if part in what), "a shorter text")
    return refused(
        "fit",
        job.where,
        f"has no room for {what} in {LANGUAGES[job.lang]} on {fmt.width} × {fmt.height} pixels "
        f"read from {fmt.viewing_distance_m:g} m at the smallest permitted size{theme}, expected {remedy}",
    )


def _part(job: Job, part: dict[str, Any]) -> LivePart:
    left, top = round(part["x"]), round(part["y"])
    return LivePart(
        part=part["part"],
        x=left,
        y=top,
        width=round(part["x"] + part["width"]) - left,
        height=round(part["y"] + part["height"]) - top,
        size=round(part["size"]),
        weight=part["weight"],
        color=part["color"],
        align=part["align"],
        lang=job.lang,
        until=datetime.fromisoformat(job.data["until"]) if part["part"] == "countdown" else None,
    )
