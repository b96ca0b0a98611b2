"""The part of a long list that is on one page, by the number that stands in an address."""

from typing import NamedTuple
from urllib.parse import urlencode

from aiohttp import web

from content.findings import refused

_PAGES = 100_000
"""More parts no list has."""


class Part(NamedTuple):
    """Part `number` (from 1) of `of` parts of a list: from `first` (from 0) until just before `last`."""

    number: int
    of: int
    first: int
    last: int

    @classmethod
    def of_page(cls, asked: str, count: int, many: int) -> "Part":
        """The part with that number, or the nearest that there is, of `count` things, so `many` on a page."""
        of = max(1, -(-count // many))
        number = min(max(int(asked), 1), of) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 1
        return cls(number, of, (number - 1) * many, min(number * many, count))


class AskedPart(NamedTuple):
    """`many` things of a list, from number `first` (0) on."""

    first: int
    many: int


def asked(request: web.Request, many: int, most: int) -> AskedPart:
    """What `page` (from 1) and `limit` say; `many` without a limit. Raises RefusedError (`option`)."""
    limit = _number(request.query.get("limit", ""), "limit", many, most)
    return AskedPart((_number(request.query.get("page", ""), "page", 1, _PAGES) - 1) * limit, limit)


def linked(response: web.Response, request: web.Request, part: AskedPart, count: int) -> web.Response:
    """The answer with how many there are in all parts, and the address of the next one (RFC 8288)."""
    response.headers["X-Total-Count"] = str(count)
    if part.first + part.many < count:
        following = urlencode({**request.query, "page": part.first // part.many + 2})
        response.headers["Link"] = f'<{request.path}?{following}>; rel="next"'
    return response


def _number(text: str, where: str, else_: int, most: int) -> int:
    if not text:
        return else_
    if not (text.isascii() and text.isdigit() and len(text) < 8 and 1 <= int(text) <= most):
        raise refused("option", where, f"found {text[:20]!r}, expected a number from 1 to {most:,}")
    return int(text)
