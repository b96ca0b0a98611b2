"""How a template of the studio becomes a page: its language, who has signed in, and what every page says of itself.

Decides which functions all templates may call, and that every value is escaped. Leaves out the values of each page.
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import jinja2
from aiohttp import web
from babel.dates import format_datetime
from multidict import MultiDict

from content import findings
from content.findings import RefusedError
from control_server.http.auth import PRINCIPAL, Permission
from control_server.http.errors import Handler, again_after
from control_server.studio import browsers, catalogue, finding_words, phrase_words

_HERE = Path(__file__).parent
UTC = ZoneInfo("UTC")
ALERTS = web.RequestKey("alerts", object)
"""What the header has of alerts, where the page is for staff."""
_KINDS = {".css": "text/css", ".js": "text/javascript"}
_A_YEAR_S = 365 * 24 * 3600
_NAMES = {"ro": "Română", "en": "English"}
_TOO_LARGE = catalogue.N_("That is more than can be sent at once. Nothing was changed: send it in smaller parts.")
_CONTENT_POLICY = (
    "default-src 'none'; img-src 'self' blob:; style-src 'self'; script-src 'self'; font-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""As all pages, and pictures that a script was answered: the preview of what is typed."""


@cache
def _templates(lang: str) -> jinja2.Environment:
    """The templates in one language. A value that a template lacks is an error."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_translations(catalogue.translations(lang), newstyle=True)  # type: ignore[attr-defined]
    environment.globals |= {"lang": lang}
    environment.filters["browser"] = browsers.told
    return environment


def answer(
    request: web.Request, template: str, status: int = 200, *, zone: ZoneInfo = UTC, **values: Any
) -> web.Response:
    """The page that the template makes of these values, with times as clocks show them in `zone`. Nobody stores it."""
    principal = request.get(PRINCIPAL)
    signed_in = principal.signed_in if principal else None
    rights = {each.name.lower() for each in principal.permissions} if principal and signed_in else set()
    person = signed_in.person if signed_in else None
    lang = catalogue.language(request)

    tongues = [(each, _NAMES[each], str(request.rel_url.update_query(lang=each))) for each in catalogue.LANGUAGES]
    own: dict[str, Any] = {"person": person, "rights": rights, "here": request.path, "tongues_here": tongues}
    own |= {"alerts": request.get(ALERTS)} | _times(lang, zone)
    own["sentence"] = lambda finding: finding_words.shown(finding, lang)
    own["said"] = lambda told, field: (
        phrase_words.told(lang, getattr(told, field), told.phrases, field) or getattr(told, field)
    )
    body = _templates(lang).get_template(template).render(values | own)
    headers = {
        "Cache-Control": "no-store",
        "Content-Security-Policy": _CONTENT_POLICY,
        "Vary": "Accept-Language, Cookie",
    }
    headers["Referrer-Policy"] = "same-origin"  # without it a browser sends the forms of a page with the origin `null`
    response = web.Response(text=body, status=status, content_type="text/html", headers=headers)
    if catalogue.chosen(request):
        response.set_cookie(catalogue.COOKIE, lang, path="/studio", max_age=_A_YEAR_S, httponly=True, samesite="Lax")
    return response


def text_of(template: str, lang: str, zone: ZoneInfo, values: Mapping[str, Any]) -> str:
    """What a template that is no page says, in that language, with times as clocks show them in `zone`."""
    return _templates(lang).get_template(template).render(**_times(lang, zone), **values)


def _times(lang: str, zone: ZoneInfo) -> dict[str, Callable[[datetime], str]]:
    """The functions by which templates say instants."""

    def when(at: datetime) -> str:
        """`24 nov. 2026, 14:05`."""
        return format_datetime(at, "d MMM y, HH:mm", tzinfo=zone, locale=lang)

    def weekday(at: datetime) -> str:
        """`sâm.`; the end of a day is of that day."""
        return format_datetime(_within_the_day(at, zone), "EEE", tzinfo=zone, locale=lang)

    def day(at: datetime) -> str:
        return format_datetime(_within_the_day(at, zone), "d", tzinfo=zone, locale=lang)

    def until(at: datetime) -> str:
        """`sâmbătă, 28 nov., 23:59`."""
        pattern = "EEEE, d\u00a0MMM, HH:mm"
        return format_datetime(_within_the_day(at, zone), pattern, tzinfo=zone, locale=lang)

    return {"when": when, "weekday": weekday, "day": day, "until": until}


def _within_the_day(at: datetime, zone: ZoneInfo) -> datetime:
    """The midnight at which a day ends, as the last minute of it: people read that day, not the next."""
    local = at.astimezone(zone)
    return at - timedelta(minutes=1) if (local.hour, local.minute) == (0, 0) else at


async def form(request: web.Request) -> MultiDict[str]:
    """What a form says in texts; files are left out."""
    return MultiDict((name, value) for name, value in (await request.post()).items() if isinstance(value, str))


def text(form: Mapping[str, str], name: str) -> str:
    """What a field of a form holds, without the space around it; empty where there is none."""
    return form.get(name, "").strip()


def number(text: str) -> int:
    """What a form or an address says as a whole number; 0 for what is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def may(request: web.Request, permission: Permission) -> bool:
    """Whether who asks has that right."""
    return permission in request[PRINCIPAL].permissions


def problems(request: web.Request, error: RefusedError) -> list[str]:
    """What was refused, in the language of who asked as far as it is known there."""
    return [finding_words.told(finding, catalogue.language(request)) for finding in error.findings[:5]]


def with_alerts(handler: Handler, header: Callable[[web.Request], Awaitable[Any]]) -> Handler:
    """The handler, whose page has the alerts of that moment in its header."""

    async def headed(request: web.Request) -> web.StreamResponse:
        request[ALERTS] = await header(request)
        return await handler(request)

    return headed


def for_people(handler: Handler) -> Handler:
    """The handler; what it refuses is a page that says so, in the place of JSON."""

    async def paged(request: web.Request) -> web.StreamResponse:
        again: dict[str, str] | None = None
        try:
            return await handler(request)
        except RefusedError as error:
            sentences, status = problems(request, error), findings.answer(error).status
            again = again_after(error)
        except web.HTTPException as error:
            if error.status < 400:
                raise
            text = phrase_words.in_words(catalogue.language(request), error.text or error.reason)
            sentences, status = [text], error.status
            if status == web.HTTPRequestEntityTooLarge.status_code:  # aiohttp says how large, or how many fields
                sentences = [catalogue.translations(catalogue.language(request)).gettext(_TOO_LARGE)]
        response = answer(request, "refused.html", status, sentences=sentences)
        response.headers.update(again or {})
        return response

    return paged


async def static(request: web.Request) -> web.StreamResponse:
    """A style sheet or a script of the pages."""
    name = request.match_info["file"]
    kind = _KINDS.get(Path(name).suffix)
    if kind is None or not (_HERE / "static" / name).is_file():
        raise web.HTTPNotFound
    return web.FileResponse(_HERE / "static" / name, headers={"Content-Type": kind, "Cache-Control": "no-cache"})
