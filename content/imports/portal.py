"""The conversation with a CKAN portal: from the address of a data set to the rows of one of its resources.

Decides which actions are asked and when a resource is read as a file instead. Leaves out what the answers mean
(`readers.ckan`) and what becomes of the rows (`imports.dataset`).
"""

import re
from collections.abc import Generator
from typing import NamedTuple
from urllib.parse import parse_qs, quote, urljoin, urlsplit

from content.findings import RefusedError, refused
from content.imports.conversation import Ask, Told
from content.phrases import said
from content.readers.files import sheet
from content.readers.files.sheet import Sheet
from content.readers.open_data import ckan, records

PAGE = 5_000
"""Rows asked for at a time; a portal may give fewer."""
JSON = "application/json"


class PortalAddress(NamedTuple):
    """What an address of a portal names: where its API is, and the data set, the resource or the search meant."""

    base: str
    package: str = ""
    resource: str = ""
    words: str = ""

    @property
    def api(self) -> str:
        return f"{self.base}/api/3/action"


def address(source: str, words: str = "") -> PortalAddress | None:
    """The portal an address belongs to, or None: a page of a data set or a resource, a call of the API, a portal.

    With `words` any https address is taken for a portal's. The file of a resource (`/download/`) is no page.
    """
    parts = urlsplit(source)
    if parts.scheme not in ("http", "https") or "/download/" in parts.path:
        return None
    root = f"{parts.scheme}://{parts.netloc}"
    asked = {key: values[0] for key, values in parse_qs(parts.query).items()}
    if call := re.fullmatch(r"(.*?)/api/(?:3/)?action/(\w+)", parts.path):
        return _called(root + call[1], call[2], asked)
    page = re.fullmatch(r"(?:/[a-z]{2}(?:_[A-Z]{2})?)?(.*?)/dataset/([\w-]+)(?:/resource/([\w-]+))?/?", parts.path)
    if page:
        return PortalAddress(root + page[1], package=page[2], resource=page[3] or "")
    return PortalAddress(root + parts.path.rstrip("/"), words=words) if words else None


def _called(base: str, action: str, asked: dict[str, str]) -> PortalAddress | None:
    if action == "package_show":
        return PortalAddress(base, package=asked.get("id", ""))
    if action in ("datastore_search", "resource_show"):
        return PortalAddress(base, resource=asked.get("resource_id") or asked.get("id", ""))
    return PortalAddress(base, words=asked.get("q", "")) if action == "package_search" else None


class ResourceData(NamedTuple):
    """A resource of a portal: its rows from the datastore, or the file that is to be read instead."""

    package: ckan.Package
    resource: ckan.Resource
    rows: Sheet | None
    file: Told | None


def body(told: Told) -> bytes:
    """What came back, when it was a success. Raises RefusedError naming the status, or the page to sign in at."""
    if told.status >= 400:
        raise refused(
            "source", told.address, said("answered with status {status}, expected the data", status=told.status)
        )
    if is_page(told.body) and (_SIGN_IN.search(urlsplit(told.address).path) or b'type="password"' in told.body):
        raise refused("source", told.address, "asks to sign in, expected data that are public")
    return told.body


_SIGN_IN = re.compile(r"/(?:login|log-in|signin|sign-in|sso|cas|oauth2?|auth|autentificare|conectare)(?:/|$|\.)", re.I)
"""Where a portal leads to who may not see something."""


def is_page(data: bytes) -> bool:
    """Whether bytes are a web page."""
    start = data[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<!doctype html", b"<html"))


def asked(at: PortalAddress, wanted: str, lang: str) -> Generator[Ask, Told, ResourceData]:
    """The conversation that ends with a resource. `wanted` is the id or the name of a resource, in any language.

    Texts are read in the language `lang`. Raises RefusedError.
    """
    package = yield from _package(at, lang)
    return (yield from resource(at, package, wanted or at.resource))


def _package(at: PortalAddress, lang: str) -> Generator[Ask, Told, ckan.Package]:
    name = at.package
    if at.resource and not name:
        shown = yield from _result(f"{at.api}/resource_show?id={quote(at.resource)}")
        name = shown.get("package_id", "") if isinstance(shown, dict) else ""
    if name:
        call = f"{at.api}/package_show?id={quote(name)}"
        return ckan.package((yield from _result(call)), call, lang)
    call = f"{at.api}/package_search?q={quote(at.words)}&rows=20"
    return ckan.only(ckan.packages((yield from _result(call)), call, lang), at.words, call)


def _result(call: str) -> Generator[Ask, Told, object]:
    told = yield Ask(address=call, accept=JSON)
    if told.status >= 500:
        body(told)
    if is_page(told.body):
        body(told)
        raise refused("ckan", told.address, "answered with a web page, expected JSON: is this a CKAN portal?")
    return ckan.result(told.body, call)  # CKAN says what is wrong in the body of a 403, 404 or 409 too


def resource(at: PortalAddress, package: ckan.Package, wanted: str) -> Generator[Ask, Told, ResourceData]:
    """The rows of the resource meant, or its file when the datastore does not have it. Raises RefusedError."""
    chosen = ckan.chosen(package, wanted, f"{at.base}/dataset/{package.name}")
    rows = (yield from _datastore(at, chosen)) if chosen.has_rows else None
    if rows is not None:
        return ResourceData(package, chosen, rows, None)
    if not chosen.url:
        raise refused(
            "ckan",
            at.base,
            said("the resource {called!r} has no file, expected an address of one", called=chosen.called),
        )
    if chosen.bytes > sheet.MAX_BYTES:
        message = said(
            "the file of {called!r} has {bytes:,} bytes, expected at most {max_bytes:,}",
            called=chosen.called,
            bytes=chosen.bytes,
            max_bytes=sheet.MAX_BYTES,
        )
        raise refused("size", chosen.url, message)
    told = yield Ask(address=urljoin(f"{at.base}/", chosen.url))
    body(told)
    return ResourceData(package, chosen, None, told)


def _datastore(at: PortalAddress, resource: ckan.Resource) -> Generator[Ask, Told, Sheet | None]:
    """All rows, a page at a time in the order of `_id`; None when the portal does not have them after all."""
    rows: list[dict[str, object]] = []
    while True:
        call = f"{at.api}/datastore_search?resource_id={quote(resource.id)}&limit={PAGE}&offset={len(rows)}&sort=_id"
        told = yield Ask(address=call, accept=JSON)
        try:
            page = ckan.page(ckan.result(told.body, call), call)
        except RefusedError:
            if rows:
                raise
            return None
        rows += page.records
        total = page.count
        if (total or len(rows)) > records.MOST_ROWS:
            raise refused(
                "size",
                call,
                said(
                    "has {total:,} rows, expected at most {most_rows:,}",
                    total=total or len(rows),
                    most_rows=records.MOST_ROWS,
                ),
            )
        if not page.records or (total is not None and len(rows) >= total):
            break  # without a total only an empty page is the end: a portal may give fewer rows than it was asked for
    if total is not None and len(rows) != total:
        raise refused(
            "ckan",
            call,
            said("gave {rows:,} rows and says it has {total:,}, expected all of them", rows=len(rows), total=total),
        )
    return records.table(rows, call) if rows else None
