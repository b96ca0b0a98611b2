"""People who edit in the studio, by the requests that its pages make, and how long each of these takes.

Decides what one does again and again: looks at today, which then asks what changes would do; at the library; opens a
slide, types for a while (a sketch after each pause), saves, and asks what the displays show, as a program does. Between
two requests a person thinks. They are signed in by rows of the database: thirty passwords are not what is measured.
"""

import asyncio
import random
import re
import secrets
import time
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import aiohttp
import click
from sqlalchemy import insert

from control_server.http.auth import COOKIES
from control_server.storage import database, tables
from control_server.tasks import uninterrupted

SLIDES = ("strada", "registratura", "buget-100", "tramvai")
_FIELDS = {"strada": "ask.ro", "registratura": "title.ro", "buget-100": "title.ro", "tramvai": "title.ro"}
_TYPED = 4
"""Sketches for each slide that is opened."""
_CHANGE = re.compile(r"/changes/([0-9a-f]{10})")
_PART = re.compile(r'data-outlook="([^"]*)"')
_VERSION = re.compile(r'name="version" value="([^"]*)"')
_BUSY_S = 0.5
"""Before one who is told that the server is busy asks again."""


class Pause(NamedTuple):
    """Seconds that a person thinks before another page, and waits between two pauses in their typing: from, to."""

    page: tuple[float, float] = (2.0, 6.0)
    key: tuple[float, float] = (0.5, 2.0)


class Timed:
    """Seconds by what was asked for, and how often the server said that it is busy."""

    def __init__(self) -> None:
        self.seconds: dict[str, list[float]] = defaultdict(list)
        self.busy = 0


class CrowdEditor:
    """Somebody in the studio, who edits the slides in turn. What they type no other one types."""

    def __init__(self, url: str, secret: str, number: int, display: str, pause: Pause = Pause()) -> None:  # noqa: B008
        self._url, self._number, self._display, self._pause = url, number, display, pause
        self._headers = {"Cookie": f"{COOKIES[1]}={secret}", "Origin": url}
        self._chance = random.Random(number)  # noqa: S311  no secret
        self._typed = 0
        self._change = self._version = ""
        """What they save into, from the first time on, and as which version of it the slide was opened."""

    async def work(self, session: aiohttp.ClientSession, timed: Timed, rounds: int | None = None) -> None:
        """For so many slides, or until cancelled. Raises ClickException for an answer that is none.

        They come in at their own instant: not all of a crowd open the same page at once.
        """
        await self._think((0.0, self._pause.page[1]))
        while rounds is None or rounds > 0:
            rounds = None if rounds is None else rounds - 1
            slide = SLIDES[(self._number + self._typed) % len(SLIDES)]
            opened = f"{_of(slide)}?change={self._change}"
            for name, path in (("today", "/studio"), ("library", "/studio/slides"), ("editor", opened)):
                page = await self._asked(session, timed, name, path)
                for part in _PART.findall(page):
                    await self._asked(session, timed, "what a change would do", part)
                await self._think(self._pause.page)
            self._version = _found(_VERSION, page)
            for _ in range(_TYPED):
                await self._asked(session, timed, "sketch", f"{_of(slide)}/preview", self._form(slide))
                await self._think(self._pause.key)
            saved = await self._asked(session, timed, "save", _of(slide), self._form(slide))
            self._change = _found(_CHANGE, saved) or self._change
            await self._asked(session, timed, "API: displays", "/api/displays")
            await self._asked(session, timed, "API: timeline", f"/api/displays/{self._display}/timeline")
            await self._think(self._pause.page)

    def _form(self, slide: str) -> dict[str, str]:
        self._typed += 1
        headline = f"Titlul {self._number}.{self._typed}"
        kept = {"change": self._change, "version": self._version, "change-title": headline}
        look = {"display": self._display, "lang": "ro", "exact": "0", "tab": f"e{self._number}"}
        return {_FIELDS[slide]: headline, **kept, **look}

    async def _think(self, seconds: tuple[float, float]) -> None:
        await asyncio.sleep(self._chance.uniform(*seconds))

    async def _asked(
        self,
        session: aiohttp.ClientSession,
        timed: Timed,
        name: str,
        path: str,
        form: dict[str, str] | None = None,
    ) -> str:
        """What the answer says, or where it leads."""
        method = "GET" if form is None else "POST"
        while True:
            began = time.perf_counter()
            async with session.request(
                method, self._url + path, data=form, headers=self._headers, allow_redirects=False
            ) as answer:
                body = await answer.read()
            if answer.status != 503:
                break
            timed.busy += 1
            await asyncio.sleep(_BUSY_S)
        if answer.status not in (200, 204, 303):
            raise click.ClickException(f"{method} {path}: {answer.status} {body.decode(errors='replace')[:300]}")
        timed.seconds[name].append(time.perf_counter() - began)
        return answer.headers.get("Location", "") or body.decode(errors="replace")


async def signed_in_at_rest(data: Path, people: int) -> list[str]:
    """The secrets of the sessions of so many people, made in the database; the server must not run."""
    known = [secrets.token_urlsafe(32) for _ in range(people)]
    async with database.opened(data / "afisier.db") as opened:
        await _keep(opened, known)
    return known


@uninterrupted
async def _keep(opened: database.Database, known: list[str]) -> None:
    now = datetime.now(UTC)
    ids = [f"{number:010x}" for number in range(len(known))]
    person = {"roles": "author publisher", "tags": "", "password": "", "added": now}
    session = {"began": now, "seen": now + timedelta(seconds=1), "proved": now, "address": "", "browser": ""}
    async with opened.writing() as connection:
        people = [{"id": each, "email": f"{each}@oras.ro", "name": f"Coleg {each}", **person} for each in ids]
        await connection.execute(insert(tables.people), people)
        pairs = zip(known, ids, strict=True)
        rows = [{"digest": sha256(key.encode()).hexdigest(), "person": each, **session} for key, each in pairs]
        await connection.execute(insert(tables.sessions), rows)


def _found(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return match[1] if match else ""


def _of(slide: str) -> str:
    return f"/studio/slides/{slide}"
