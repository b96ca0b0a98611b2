"""What the drawing side must know of a kind of slide: the one shape in which every kind's module says it.

Decides nothing itself. What was authored is asked of the slide (`pack.slide.Slide`); the table of all kinds is
`slides.kinds.KINDS`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from content.pack.model import Pack
from content.pack.slide import Slide
from content.slides.colours import Inks
from content.slides.job import Format
from content.slides.page_data import PageData

S = TypeVar("S", bound=Slide)


@dataclass(frozen=True, kw_only=True)
class Kind(Generic[S]):
    """How the slides of one type look."""

    slide: type[S]
    """The type as it is authored, or the phase of one."""

    template: str | Path
    """The name of a file in `slides/templates` without its ending, or the path of a template from elsewhere. Such a
    one may import what stands in that folder, as `#import "page.typ": *`."""

    inks: Inks
    """The colours of the kind, which the gate holds to the contrasts of every theme."""

    compose: Callable[[Pack, S, str, str, Format], PageData]
    """The template's data for (pack, slide, where, lang, format). `where` is the slide's file, for findings. Raises
    RefusedError when the slide's data cannot be read or cannot be true."""

    characters: Callable[[Pack, S, str], int]
    """How many characters a passer-by reads on (pack, slide, lang). Raises RefusedError as `compose`."""
