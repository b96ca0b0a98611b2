"""Rules about how a frame looks: contrast, the QR code and its address, labels of marks, pictures.

Contrast is that of WCAG 2.2 (§1.4.3, §1.4.11), computed from the colours a frame is drawn with (`colours.Colours`), and
of a picture from its pixels. No template writes text over a picture. Leaves out whether everything fits: drawing says
that.
"""

import io
import math
import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

import msgspec
from PIL import Image

from content.checks.frames import ShownFrame
from content.checks.subject import Fault, Subject, file_of
from content.findings import Finding, RefusedError
from content.pack.model import Pack
from content.pack.slide import Link
from content.phrases import Values, said
from content.slides import picture, sizes
from content.slides.job import Format, Job, Rendered
from content.slides.page_data import QrCode

TEXT, MARK = 4.5, 3.0
"""Least contrast of text (§1.4.3) and of what must be seen to understand (§1.4.11)."""


class ColourPair(NamedTuple):
    """Two colours that meet on a page, by their names in the theme, and the least contrast between them."""

    above: str
    below: str
    least: float


PAIRS = (
    ColourPair("ink", "ground", TEXT),
    ColourPair("muted", "ground", TEXT),
    ColourPair("accent", "ground", TEXT),
    ColourPair("ink", "card", TEXT),
    ColourPair("muted", "card", TEXT),
    ColourPair("on-accent", "accent", TEXT),
    ColourPair("tint", "ground", MARK),
    ColourPair("grey", "ground", MARK),
)
"""What the templates paint on what. A test reads every colour name out of them and looks for it here."""


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, 0 … 1 (WCAG 2.2, definition)."""
    return _luminance(*(int(colour[at : at + 2], 16) for at in (1, 3, 5)))


def _luminance(red: int, green: int, blue: int) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (red / 255, green / 255, blue / 255)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ratio(one: float, other: float) -> float:
    """Contrast of two luminances, 1 … 21."""
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def contrast(pack: Pack, frame: ShownFrame) -> Iterator[Fault]:
    """Every text and every mark against what it stands on."""
    colours: dict[str, str] = msgspec.to_builtins(frame.job.data.frame.colors)
    for above, below, least in PAIRS:
        measured = ratio(luminance(colours[above]), luminance(colours[below]))
        if measured < least:
            message = said(
                "draws {above} {colours} on {below} {colours2}, contrast {measured:.2f} : 1, expected at least "
                "{least:g} : 1",
                above=above,
                colours=colours[above],
                below=below,
                colours2=colours[below],
                measured=measured,
                least=least,
            )
            values: Values = {"ratio": f"{measured:.1f}", "least": least}
            yield Fault(frame.job.where, message, display=frame.display, values=values)


# --- the QR code and the ways beside it ------------------------------------------------------------------------------

QUIET = 4
"""Modules kept free around a code (ISO/IEC 18004 §5.3.8)."""
PIXELS = 3
"""Least pixels a module: below, a panel's own dots blur it."""
FINE = 500
"""A module must be at least 1/500 of the distance: a telephone sees 65° on 1,920 pixels, so it has 3 for a module."""


def qr_size(pack: Pack, frame: ShownFrame) -> Iterator[Fault]:
    """QR codes smaller than a tenth of the distance, of too few pixels a module, or with too little room around."""
    code, fmt = _code(frame), frame.job.format
    if code is None:
        return
    side, least = code.count * code.module, fmt.viewing_distance_m * 100 * fmt.pixels_per_mm
    if side < math.floor(least) or code.quiet < QUIET or code.module < PIXELS:
        message = said(
            "has a QR code of {side} pixels, {module} a module and {quiet} modules free around it; expected "
            "at least {least}, {pixels} and {quiet2} at {viewing_distance_m:g} m",
            side=side,
            module=code.module,
            quiet=code.quiet,
            least=math.ceil(least),
            pixels=PIXELS,
            quiet2=QUIET,
            viewing_distance_m=fmt.viewing_distance_m,
        )
        values: Values = {
            "side": round(side / fmt.pixels_per_mm / 10, 1),
            "least": round(least / fmt.pixels_per_mm / 10, 1),
        }
        yield Fault(frame.job.where, message, display=frame.display, values=values)


def qr_fine(pack: Pack, frame: ShownFrame) -> Iterator[Fault]:
    """QR codes of so many modules, for a long address, that a telephone cannot tell them apart."""
    code, fmt = _code(frame), frame.job.format
    if code is None:
        return
    module = code.module / fmt.pixels_per_mm
    if module * FINE < fmt.viewing_distance_m * 1000:
        message = said(
            "has a QR code of {count} × {count} modules, too fine for a telephone at {viewing_distance_m:g} "
            "m, expected modules of {viewing_distance_m2:.1f} mm or more",
            count=code.count,
            viewing_distance_m=fmt.viewing_distance_m,
            viewing_distance_m2=fmt.viewing_distance_m * 1000 / FINE,
        )
        values: Values = {"distance": fmt.viewing_distance_m}
        yield Fault(frame.job.where, message, "give it a shorter address", frame.display, values=values)


def _code(frame: ShownFrame) -> QrCode | None:
    panel = frame.job.data.panel
    return panel.qr if panel else None


def other_ways(pack: Pack, frame: ShownFrame) -> Iterator[Fault]:
    """QR codes without an address to type and a way without the internet beside them."""
    panel = frame.job.data.panel
    if panel and not (panel.short and (panel.offline or any(panel.desk))):
        message = said(
            "has a QR code without an address to type or a way without the internet, expected both beside it"
        )
        yield Fault(frame.job.where, message, display=frame.display, lang=frame.lang)


def _links(subject: Subject) -> Iterator[tuple[str, Link]]:
    for slide_id, slide in subject.pack.slides.items():
        if link := slide.address():
            yield file_of(slide_id), link


_TYPED = re.compile(r"(?:[\w-]+\.)+[^\W\d_]{2,}(?:/[\w./~-]*)?")


def short_address(subject: Subject) -> Iterator[Fault]:
    """Short addresses that are none: expected is a host with a point, and perhaps a path."""
    for where, link in _links(subject):
        if not _TYPED.fullmatch(link.short):
            message = said("found the short address {short!r}, expected one to type, as tm.ro/buget", short=link.short)
            yield Fault(f"{where}:{_short(subject, where)}", message, values={"address": link.short})


def short_host(subject: Subject) -> Iterator[Fault]:
    """Short addresses of another host than the QR code's, unless `sources.yaml` names that host."""
    known = {_host(host if "://" in host else f"https://{host}") for host in subject.pack.sources.hosts}
    for where, link in _links(subject):
        typed, coded = _host(f"https://{link.short}"), _host(link.url)
        same = typed == coded or coded.endswith(f".{typed}") or typed.endswith(f".{coded}")
        if _TYPED.fullmatch(link.short) and not same and typed not in known:
            message = said(
                "has the short address {short!r} and a QR code to {coded}, expected the same host",
                short=link.short,
                coded=coded,
            )
            fix = said(
                "look whether it leads there; if {typed} is the city's own, name it under `hosts` in sources.yaml",
                typed=typed,
            )
            values: Values = {"address": link.short, "host": coded}
            yield Fault(f"{where}:{_short(subject, where)}", message, fix, values=values)


def _short(subject: Subject, where: str) -> str:
    slide = subject.pack.slides[where.removeprefix("slides/").removesuffix(".yaml")]
    return f"$.{slide.address_field()}.short"


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def telephone(subject: Subject) -> Iterator[Fault]:
    """Telephone numbers that cannot be dialled."""
    numbers = [("city.yaml:$.contact.phone", subject.pack.city.contact.phone)]
    for slide_id, slide in subject.pack.slides.items():
        numbers += [(f"{file_of(slide_id)}:$.{field}", phone) for field, phone in slide.telephones()]
    for where, phone in numbers:
        if sum(letter.isdigit() for letter in phone) < 3:
            message = said("found {phone!r}, expected a telephone number, as 0256 408 300", phone=phone)
            yield Fault(where, message, values={"phone": phone})


# --- marks ---------------------------------------------------------------------------------------------------------


def labels(pack: Pack, frame: ShownFrame) -> Iterator[Fault]:
    """Bars, rows and ends of lines without name and figure: colour would be all that tells them apart (§1.4.1)."""
    if any(not mark.name or not mark.figure for mark in frame.job.data.marks()):
        message = said("has a mark without its name and figure beside it, expected direct labels")
        yield Fault(frame.job.where, message, None, frame.display, frame.lang)


# --- pictures ------------------------------------------------------------------------------------------------------

ENLARGED = 2.0
"""Above this a picture is seen to be made of squares."""


def no_words(subject: Subject) -> Iterator[Fault]:
    """Pictures without words for who cannot see them (WCAG 2.2 §1.1.1); the tagged PDF needs them too."""
    for slide_id, slide in subject.pack.slides.items():
        for shown in slide.pictures():
            if shown.alt is None:
                message = said(
                    "shows {path!r} without `alt`, expected what the picture says, in words", path=shown.path
                )
                yield Fault(file_of(slide_id), message, "add `alt` with a sentence for who cannot see it")


def coarse(pack: Pack, frame: ShownFrame) -> Iterator[Fault]:
    """Pictures far smaller than their place."""
    for path, width, height in _sizes(frame):
        scale = enlargement(frame.job.format, width, height)
        if scale > ENLARGED:
            message = said(
                "has {width} × {height} pixels and would be drawn {scale:.1f} times as large, expected at most 2",
                width=width,
                height=height,
                scale=scale,
            )
            fix = said("take a picture of at least {width} pixels in width", width=math.ceil(width * scale / ENLARGED))
            values: Values = {"width": width, "height": height, "least": math.ceil(width * scale / ENLARGED)}
            yield Fault(f"{frame.job.where}:{path}", message, fix, frame.display, values=values)


def _sizes(frame: ShownFrame) -> Iterator[tuple[str, int, int]]:
    for path, data in frame.job.files.items():
        try:
            with Image.open(io.BytesIO(data), formats=picture.FORMATS) as image:
                yield path, image.width, image.height
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
            continue  # drawing says that it is no picture


def enlargement(fmt: Format, width: int, height: int) -> float:
    """How much the notice's template enlarges a picture at most: beside the text, or under it in portrait."""
    across, down = (0.45, 0.6) if fmt.width > fmt.height else (0.85, 0.45)
    return min(across * fmt.width / width, down * fmt.height / height)


def flat(pack: Pack, frame: ShownFrame) -> Iterator[Fault]:
    """Pictures whose darkest and lightest pixels hardly differ: they show nothing from afar."""
    for path, data in frame.job.files.items():
        try:
            png, _, _ = picture.placed(data, path, frame.job.format)
        except RefusedError:
            continue  # drawing says that
        with Image.open(io.BytesIO(png)) as image:
            small = image.convert("RGB").resize((48, 48), Image.Resampling.BOX)
        pixels = small.tobytes()
        shades = sorted(_luminance(*pixels[at : at + 3]) for at in range(0, len(pixels), 3))
        measured = ratio(shades[len(shades) // 20], shades[-1 - len(shades) // 20])
        if measured < MARK:
            message = said(
                "has dark and light parts of contrast {measured:.1f} : 1, expected at least {mark:g} : 1",
                measured=measured,
                mark=MARK,
            )
            fix = said("take a picture with clear shapes")
            values: Values = {"ratio": f"{measured:.1f}", "least": MARK}
            yield Fault(f"{frame.job.where}:{path}", message, fix, values=values)


# --- the size of the text --------------------------------------------------------------------------------------------


def not_large(job: Job, made: object) -> Iterator[Finding]:
    """Frames in the theme of larger text that had no room for it, and are drawn as large as fits."""
    wanted = sizes.LARGE.body
    if isinstance(made, Rendered) and job.format.theme == "large-text" and made.arcmin < wanted - 0.5:
        message = said(
            "has no room for large text: drawn at {arcmin:g}′ of arc, expected {wanted:g}′, by a shorter text",
            arcmin=made.arcmin,
            wanted=wanted,
        )
        values: Values = {"arcmin": made.arcmin, "wanted": wanted}
        yield Finding(code="not-large", level="warning", where=job.where, message=message, values=values)
