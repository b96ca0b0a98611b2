"""From authored values to a job: which template draws a slide, with which data. Pure and cheap.

Leaves out drawing (`drawing`), the heavy half, made to run in a worker process.
"""

import functools
from pathlib import Path

from content.pack.model import City, Pack
from content.slides import neutral
from content.slides.job import Format, Job
from content.slides.kinds import KINDS


def characters(pack: Pack, name: str, lang: str) -> int:
    """How many characters a passer-by reads on this slide (or phase) in that language: its duration follows from it.

    The headline and what the message needs; not the source line, the city or the way without the internet.
    """
    slide = pack.shown(name)
    return KINDS[type(slide)].characters(pack, slide, lang)


def compose(pack: Pack, name: str, lang: str, fmt: Format) -> Job:
    """The job of a slide or of a phase of one (`planner.phases`).

    Raises RefusedError when the slide's data cannot be read or cannot be true.
    """
    slide = pack.shown(name)
    where = pack.slide_file(name.partition(".")[0])
    kind = KINDS[type(slide)]
    template, source = _template(kind.template)
    return Job(
        kind=str(slide.__struct_config__.tag),
        template=template,
        source=source,
        where=where,
        lang=lang,
        format=fmt,
        data=kind.compose(pack, slide, where, lang, fmt),
        files={picture.path: pack.files[picture.path] for picture in slide.pictures()},
    )


@functools.cache
def _template(template: str | Path) -> tuple[str, str | None]:
    """The name of a template, and its text when it is not of this package; read once in the life of the program."""
    return (template, None) if isinstance(template, str) else (template.stem, template.read_text())


def compose_neutral(city: City, lang: str, fmt: Format) -> Job:
    """The card that shows when nothing is scheduled: city, contact, and the clock as a live part."""
    data = neutral.compose(city, lang, fmt)
    return Job(kind="neutral", template=neutral.TEMPLATE, where="city.yaml", lang=lang, format=fmt, data=data)
