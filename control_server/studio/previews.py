"""The frame of what is typed, as a display would show it: drawn by the workers, of each editor only the newest.

Decides that what was typed meanwhile makes an older drawing pointless before it begins, and that a frame is drawn at
half its pixels while somebody types. Leaves out what is drawn (`slide_drafts`) and that it is kept nowhere.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import NamedTuple

from content import live
from content.findings import refused
from content.pack.model import Display, Pack
from content.phrases import said
from content.slides.compose import compose
from content.slides.job import Format, Rendered
from control_server.publishing.renderer import Draw

AT_ONCE = 2
"""Drawings of editors under way at the same time. The others wait, where a newer one takes their place."""


class WantedFrame(NamedTuple):
    """A frame to draw: a slide, or a phase of one, of a pack, on a display in one of its languages.

    `exact` is with every pixel of the display.
    """

    pack: Pack
    name: str
    display: Display
    lang: str
    fmt: Format
    exact: bool


class DraftFrame(NamedTuple):
    """The picture (PNG), and how large its text is in minutes of arc."""

    png: bytes
    arcmin: float


class DraftFrames:
    """`draw` makes exact frames, `sketch` the same at half their pixels."""

    def __init__(self, draw: Draw, sketch: Draw, clock: Callable[[], datetime]) -> None:
        self._draw, self._sketch, self._clock = draw, sketch, clock
        self._newest: dict[str, object] = {}
        self._places = asyncio.Semaphore(AT_ONCE)

    async def drawn(self, editor: str, wanted: WantedFrame) -> DraftFrame:
        """The frame. Raises RefusedError when it cannot be drawn, BusyError when the editor has sent a newer one."""
        async with self._turn(editor):
            job = await asyncio.to_thread(compose, wanted.pack, wanted.name, wanted.lang, wanted.fmt)
            rendered = await (self._draw if wanted.exact else self._sketch)(job)
            png = await asyncio.to_thread(self._with_live_parts, rendered, wanted)
        return DraftFrame(png, rendered.arcmin)

    def _with_live_parts(self, rendered: Rendered, wanted: WantedFrame) -> bytes:
        zone = wanted.pack.zone(wanted.display)
        return live.composed(rendered.png, rendered.live, self._clock(), zone, effort=1)

    @asynccontextmanager
    async def _turn(self, editor: str) -> AsyncIterator[None]:
        mine = self._newest[editor] = object()
        try:
            async with self._places:
                if self._newest.get(editor) is not mine:
                    message = said("was typed on meanwhile, expected the newer request to be answered")
                    raise refused("busy", "the preview", message)
                yield
        finally:
            if self._newest.get(editor) is mine:
                del self._newest[editor]
