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
from content.phrases import said
from content.slides import chart, letters, picture, sizes
from content.slides.job import Job, PlainJob, Rendered
from content.wire import LivePart

TEMPLATES = Path(__file__).parent / "templates"
FONTS = fontpkg_inter.ROOT / "files"
FileType = Literal["png", "svg", "pdf"]
Plain = dict[str, Any]
"""A template's data as it reads them (`PageData.plain`), and what drawing adds: a chart's SVG, a picture's size."""
LaidOut = list[dict[str, Any]]
"""What the template says of the places on the page: of the live parts and of a chart, and the size of the text."""
_NOT_LIVE = ("chart", "text")
"""What the template says besides the live parts."""
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
    chart.svg("bar", points, chart.ChartPlace(300, 200, 20, colors))


def draw(job: Job) -> Rendered:
    """The frame and its live parts. Raises RefusedError."""
    return draw_plain(job.plain())


def draw_plain(job: PlainJob, scale: float = 1) -> Rendered:
    """As `draw`, of what was sent to a worker; in the very same layout smaller, with a `scale` below 1."""
    png, places = _drawn(job, job.data, "png", scale)
    text = next(place["size"] for place in places if place["part"] == "text")
    parts = tuple(_part(job, place, scale) for place in places if place["part"] not in _NOT_LIVE)
    return Rendered(png=png, live=parts, arcmin=round(sizes.arcmin(text, job.format), 1))


def laid_out(job: Job) -> LaidOut:
    """Where the template puts the live parts and a chart, of a page without a picture. Raises RefusedError."""
    return _compiled(job.plain(), job.data.plain(), "svg", TEMPLATES)[1]


def export(job: Job, kind: str) -> bytes:
    """`svg` leaves the live parts' places free as the frame does; `pdf` is for paper and has no such places.

    Raises RefusedError.
    """
    if kind not in ("svg", "pdf"):
        raise refused("export", job.where, said("found the format {kind!r}, expected svg or pdf", kind=kind))
    plain = job.plain()
    if kind == "svg":
        return _drawn(plain, plain.data, "svg")[0]
    return _drawn(plain, {**plain.data, "live": False}, "pdf")[0]


def _drawn(job: PlainJob, data: Plain, kind: FileType, scale: float = 1) -> tuple[bytes, LaidOut]:
    if lost := letters.missing(data):
        listed = " ".join(f"{letter!r} (U+{ord(letter):04X})" for letter in lost[:5])
        message = said("found {listed}, which the font cannot draw, expected letters Inter has", listed=listed)
        raise refused("letter", job.where, message, letters=" ".join(lost[:5]))
    if not job.files and job.source is None:
        return _charted(job, data, kind, TEMPLATES, scale)
    with tempfile.TemporaryDirectory(prefix="afisier-") as folder:
        root = Path(folder)
        for template in TEMPLATES.glob("*.typ"):
            shutil.copyfile(template, root / template.name)  # a confined worker may set no modes
        if job.source is not None:
            (root / f"{job.template}.typ").write_text(job.source)
        return _charted(job, _with_picture(job, data, root), kind, root, scale)


def _with_picture(job: PlainJob, data: Plain, root: Path) -> Plain:
    """The data with the size of the job's picture, which is put into the folder; a page has one at most."""
    if not job.files:
        return data
    (path, content), *_ = job.files.items()
    png, width, height = picture.placed(content, path, job.format)
    (root / "picture.png").write_bytes(png)
    return {**data, "picture": {**data["picture"], "file": "picture.png", "width": width, "height": height}}


def _charted(job: PlainJob, data: Plain, kind: FileType, root: Path, scale: float) -> tuple[bytes, LaidOut]:
    """A chart is drawn to the place the layout leaves it: the page is laid out without it first (2 ms)."""
    if data.get("chart"):
        _, places = _compiled(job, data, "svg", root)
        left = next(place for place in places if place["part"] == "chart")
        place = chart.ChartPlace(int(left["width"]), int(left["height"]), round(left["size"], 1), data["colors"])
        drawn = chart.svg(left["kind"], data["chart"]["points"], place)
        data = {**data, "chart": {**data["chart"], "svg": drawn}}
    return _compiled(job, data, kind, root, scale)


def _compiled(job: PlainJob, data: Plain, kind: FileType, root: Path, scale: float = 1) -> tuple[bytes, LaidOut]:
    compiler, main = _compiler(), root / f"{job.template}.typ"
    options: dict[str, Any] = {"pdf_standards": "ua-1", "timestamp": 0} if kind == "pdf" else {}
    inputs = {"job": msgspec.json.encode(data).decode()}
    try:
        made = compiler.compile(
            input=str(main),
            root=str(root),
            format=kind,
            ppi=72 * scale,
            sys_inputs=inputs,
            **options,
        )
        places: LaidOut = msgspec.json.decode(compiler.query("<live>", field="value", one=True, root=str(root)))
    except typst.TypstError as error:
        raise _refusal(job, error) from error
    assert isinstance(made, bytes)
    return made, places


def _refusal(job: PlainJob, error: typst.TypstError) -> RefusedError:
    message = error.message
    _, no_room, what = message.partition("fit:")
    if not no_room:
        return refused("draw", job.where, said("cannot be drawn: {message}", message=message))
    fmt, what = job.format, what.strip(' "')
    theme = said(" in the theme {theme}", theme=fmt.theme) if fmt.theme != "standard" else ""
    remedies = {"QR": "a nearer viewing distance or a larger panel", "places": "fewer places"}
    remedy = next((remedy for part, remedy in remedies.items() if part in what), "a shorter text")
    return refused(
        "fit",
        job.where,
        said(
            "has no room for {what} in {languages} on {width} × {height} pixels read from "
            "{viewing_distance_m:g} m at the smallest permitted size{theme}, expected {remedy}",
            what=what,
            languages=LANGUAGES[job.lang],
            width=fmt.width,
            height=fmt.height,
            viewing_distance_m=fmt.viewing_distance_m,
            theme=theme,
            remedy=remedy,
        ),
        what=what,
        distance=fmt.viewing_distance_m,
    )


def _part(job: PlainJob, part: dict[str, Any], scale: float) -> LivePart:
    left, top = round(part["x"] * scale), round(part["y"] * scale)
    return LivePart(
        part=part["part"],
        x=left,
        y=top,
        width=round((part["x"] + part["width"]) * scale) - left,
        height=round((part["y"] + part["height"]) * scale) - top,
        size=round(part["size"] * scale),
        weight=part["weight"],
        color=part["color"],
        align=part["align"],
        lang=job.lang,
        until=datetime.fromisoformat(job.data["until"]) if part["part"] == "countdown" else None,
    )
