"""How a template becomes a page.

Decides which functions and words all templates may use, and that every value is escaped. Leaves out the values of each
page (`pages`) and the words themselves (`wording`).
"""

from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import jinja2
from aiohttp import web

from control_server.http import instant
from control_server.http.display_list import Wanted
from control_server.wall import nobreak, wording


@cache
def _templates() -> jinja2.Environment:
    """The templates, and what all of them may call. A value that a template lacks is an error."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "words": wording.WORDS,
        "kind_label": wording.kind_label,
        "languages": wording.LANGUAGES,
        "clock": wording.time_of_day,
        "minute": wording.minute_of_day,
        "moment": wording.day_and_time,
        "off_by": wording.off_by,
        "date": wording.date_and_time,
        "field": instant.field,
        "address": instant.address,
        "second": instant.second,
        "kept": nobreak.kept_together,
        "version": wording.version,
        "number": wording.number,
        "counted": wording.counted,
        "displays_counted": wording.displays_counted,
        "whole": wording.whole,
        "query": query,
        "checks": wording.CHECKS,
        "warned": wording.warned,
        "sentence": wording.sentence,
        "minutes": wording.minutes,
        "decimetres": wording.decimetres,
    }
    return environment


def answer(template: str, status: int = 200, **values: Any) -> web.Response:
    """The page that the template makes of these values. It is not to be stored by anybody."""
    text = _templates().get_template(template).render(values)
    return web.Response(text=text, status=status, content_type="text/html", headers={"Cache-Control": "no-store"})


def query(wanted: Wanted, **changes: Any) -> str:
    """The address of the displays that are wanted, with `changes` to what is wanted or to which `page` of it."""
    asked = {"state": wanted.state, "q": wanted.words, "tag": wanted.tag} | changes
    chosen = urlencode({name: value for name, value in asked.items() if value and (name, value) != ("page", 1)})
    return f"/?{chosen}" if chosen else "/"
