"""Answers of a CKAN portal's Action API, version 3 (https://docs.ckan.org/en/2.11/api/).

Decides what a package, its resources and a page of the datastore are, and which resource a person meant. What is
private, deleted or a draft is never read. Texts in several languages (ckanext-fluent) are read in one. Leaves out what
is asked and in which order (`imports.portal`). Unknown keys pass: portals have extensions.
"""

import re
from collections.abc import Sequence
from typing import Any, TypeVar

import msgspec

from content.findings import refused
from content.phrases import both, said
from content.questions import Choice, Question, QuestionError
from content.readers.open_data import licences, records, translated
from content.readers.open_data.table import clean

T = TypeVar("T")

TABLES = ("csv", "tsv", "xlsx", "ods", "json", "xls")
"""Formats of one table there is a reader for, the plainest first."""
READABLE = frozenset({*TABLES, "geojson", "gtfs", "zip", ""})
"""Formats of resources there is a reader for; some portals leave the format out."""
TIDY = "[normat]"
"""How the portal of Timișoara marks the tidy twin of a table with years as columns."""
LONGEST = 200
"""Characters of a resource's name that are looked at."""
_MIME = {
    "application/vnd.ms-excel": "xls",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/geo+json": "geojson",
    "application/vnd.geo+json": "geojson",
    "text/tab-separated-values": "tsv",
}
_FORMAT = re.compile(
    r"(?<![a-z])(geojson|gtfs|csv|tsv|xlsx|xls|ods|json(?!-?ld)|zip|pdf|html|xml|docx?|kml|shp)(?![a-z])"
)
_NAMELESS = re.compile(
    r"resurs[aăe]|resource|unnamed|fi[sș]ier(?:ul)?|file|dat[ae]|set|dataset|tabel(?:ul)?|table|export|download|final|anul"
    r"|luna|trim(?:estrul)?|sem(?:estrul)?|[ivx]+|ianuarie|februarie|martie|aprilie|mai|iunie|iulie|august|septembrie"
    r"|octombrie|noiembrie|decembrie"
)
"""Words in names of resources that say nothing of what is in them."""
_ENDING = re.compile(r"[\s._-]+(?:csv|tsv|xlsx?|ods|json|geojson|txt|zip)$", re.I)
_BRACKETS = re.compile(
    r"\s*[\[(](?:[^()\[\]]*[\d:][^()\[\]]*|(?:format )?(?:csv|tsv|xlsx?|ods|json|pdf|zip|excel)|actualizat[aăe]?"
    r"|finale?|provizori[iu]|normat|copie|nou[aă]?|vechi|anuale?|lunare?|trimestriale?|updated?|draft|ro|en)[\])]",
    re.I,
)
"""Brackets in names of resources that hold no unit: a year, a format, a remark. Of others nobody knows."""


class Resource(msgspec.Struct, frozen=True, kw_only=True):
    """A file of a package. `datastore_active`: its rows can be asked for one page at a time.

    `names` are its name in every language. `size` is in bytes. What extensions write in several ways is of any type.
    """

    id: str
    url: str | None = None
    name: str | None = None
    names: tuple[str, ...] = ()
    format: str | None = None
    mimetype: Any = None
    datastore_active: Any = False
    datastore_contains_all_records_of_source_file: Any = None
    last_modified: str | None = None
    size: Any = None
    state: Any = None
    license: Any = None

    @property
    def called(self) -> str:
        return clean(self.name or "") or self.id

    @property
    def kind(self) -> str:
        """The format in lower case, from what the portal says of it or from its address; "" when nothing says it."""
        for text in (self.format, self.mimetype, (self.url or "").rpartition("/")[2].partition("?")[0]):
            lower = str(text or "").strip().lower()
            kind = _MIME.get(lower) or ((match := _FORMAT.search(lower)) and match[1])
            if kind:
                return kind
        return (self.format or "").strip().lower()

    @property
    def has_rows(self) -> bool:
        """Whether the datastore has all of its rows."""
        part = str(self.datastore_contains_all_records_of_source_file).lower() in ("false", "0")
        return str(self.datastore_active).lower() in ("true", "1") and not part

    @property
    def bytes(self) -> int:
        """Its size, 0 when the portal does not say it."""
        text = str(self.size or "").partition(".")[0]
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else 0

    @property
    def stem(self) -> str:
        """Its name without the format, by which the same table in other formats is known."""
        return " ".join(_FORMAT.sub(" ", re.sub(r"[().\[\]_]", " ", self.called.lower())).split())


class Organization(msgspec.Struct, frozen=True, kw_only=True):
    """Who publishes a package."""

    title: str | None = None


class Package(msgspec.Struct, frozen=True, kw_only=True):
    """A data set of the portal."""

    name: str
    title: str | None = None
    license_id: str | None = None
    license_title: str | None = None
    license_url: Any = None
    metadata_modified: str | None = None
    organization: Organization | None = None
    resources: tuple[Resource, ...] = ()
    private: Any = False
    state: Any = None

    def licence(self, resource: Resource) -> tuple[str | None, str]:
        """The licence as a slide says it, and what is wrong with it.

        None when the portal does not say one that names its terms; a sentence when it says two.
        """
        own = licences.named([resource.license]) if isinstance(resource.license, str) else []
        named = own or licences.named([self.license_id, str(self.license_url or ""), self.license_title])
        if named and len(named) > 1:
            return None, said(
                "the portal gives the licences {named}, expected one: ask the publisher", named=both(named)
            )
        return (named[0], "") if named else (None, "")

    def subject(self, resource: Resource) -> str:
        """What a resource is of, as its name says it; "" when it says no more than the title of the data set does."""
        name = _ENDING.sub("", resource.called[:LONGEST].removesuffix(TIDY).strip())
        name = _BRACKETS.sub("", clean(name.replace("_", " ") if " " not in name else name)).strip()
        title = clean(self.title or self.name).lower()
        words = re.findall(r"[^\W\d_]{3,}", _FORMAT.sub(" ", name.lower()))
        new = any(not _NAMELESS.fullmatch(word) and word[:6] not in title for word in words)
        return name if new and name != resource.id else ""

    @property
    def publisher(self) -> str:
        return clean(self.organization.title or "") if self.organization else ""


class RecordPage(msgspec.Struct, frozen=True, kw_only=True):
    """Some rows of a resource, and how many it has in all (None: the portal does not count them)."""

    records: list[dict[str, Any]]
    total: int | None = None
    total_was_estimated: bool = False

    @property
    def count(self) -> int | None:
        """How many rows there are, where that is no estimate."""
        return None if self.total_was_estimated else self.total


# --- answers -------------------------------------------------------------------------------------------------------


def result(data: bytes, where: str) -> Any:
    """The `result` of a successful answer. Raises RefusedError with what the portal said instead."""
    answer = records.decoded(data, where)
    if not isinstance(answer, dict) or "success" not in answer:
        raise refused("ckan", where, "is no answer of a CKAN Action API, expected JSON with `success` and `result`")
    if answer["success"] is not True or "result" not in answer:
        error = answer.get("error")
        reason = error.get("message") or error.get("__type") or error if isinstance(error, dict) else error
        raise refused(
            "ckan",
            where,
            said("the portal refused: {reason}; expected a successful answer", reason=clean(str(reason))[:200]),
        )
    return answer["result"]


def package(value: Any, where: str, lang: str = "ro") -> Package:
    """The result of `package_show`, its texts in that language.

    Raises RefusedError when it is none, or is private, deleted or a draft.
    """
    package = _typed(_in_one_language(value, lang), Package, where)
    if why := _hidden(package.private, package.state):
        raise refused(
            "ckan",
            where,
            said("the data set {name!r} is {why}, expected one that is published", name=package.name, why=why),
        )
    return package


def packages(value: Any, where: str, lang: str = "ro") -> tuple[Package, ...]:
    """The public packages in the result of `package_search`. Raises RefusedError."""
    results = value.get("results") if isinstance(value, dict) else None
    if isinstance(results, list):
        results = [_in_one_language(each, lang) for each in results]
    return tuple(each for each in _typed(results, tuple[Package, ...], where) if not _hidden(each.private, each.state))


def page(value: Any, where: str) -> RecordPage:
    """The result of `datastore_search`. Raises RefusedError."""
    return _typed(value, RecordPage, where)


def whole(value: Any, where: str) -> list[dict[str, Any]]:
    """The rows of a saved answer of `datastore_search`. Raises RefusedError when it is a part of the resource."""
    answer = page(value, where)
    if answer.count is not None and len(answer.records) != answer.count:
        message = said(
            "has {records:,} of the {count:,} rows of its resource, expected all of them",
            records=len(answer.records),
            count=answer.count,
        )
        raise refused("ckan", where, said("{message}: give the address of the data set", message=message))
    return answer.records


def _typed(value: Any, kind: type[T], where: str) -> T:
    try:
        return msgspec.convert(value, kind, strict=False)
    except msgspec.ValidationError as error:
        raise refused("ckan", where, said("is not as the CKAN Action API answers: {error}", error=error)) from error


def _hidden(private: Any, state: Any) -> str:
    """Why something is not to be read: `private`, `deleted`, `draft`; "" when it is published."""
    if str(private or "").lower() not in ("", "false", "0"):
        return "private"
    return "" if state in (None, "", "active") else str(state)[:20]


# --- texts in several languages ------------------------------------------------------------------------------------


def _in_one_language(value: Any, lang: str) -> Any:
    """A package with plain texts for titles and names, and without the resources that are not published."""
    if not isinstance(value, dict):
        return value
    organization, resources = value.get("organization"), value.get("resources") or []
    texts = {key: translated.text(value, key, lang) for key in ("title", "license_title") if key in value}
    if isinstance(organization, dict):
        texts["organization"] = {**organization, "title": translated.text(organization, "title", lang)}
    if isinstance(resources, list):
        resources = [
            {**each, "name": translated.text(each, "name", lang), "names": translated.every(each, "name")}
            if isinstance(each, dict)
            else each
            for each in resources
            if not (isinstance(each, dict) and _hidden(False, each.get("state")))
        ]
    return {**value, **texts, "resources": resources}


# --- which one is meant --------------------------------------------------------------------------------------------


def chosen(package: Package, wanted: str, where: str) -> Resource:
    """The resource of that id or name; without one the only readable one, a tidy twin before its wide original.

    Of one table in several formats the plainest is taken, unless another was modified later. Raises QuestionError
    naming the resources there are, RefusedError when there is none.
    """
    readable = [each for each in package.resources if each.kind in READABLE]
    if wanted:
        meant = [each for each in package.resources if clean(wanted) in (each.id, each.called, *each.names)]
    else:
        twins = {each.called.removesuffix(TIDY).strip() for each in readable if each.called.endswith(TIDY)}
        meant = [each for each in readable if each.called not in twins]
    if len(meant) == 1:
        return meant[0]
    if (one := _plainest(meant)) is not None:
        return one
    if not package.resources:
        raise refused("ckan", where, "has no resource that is published, expected at least one")
    asked = (
        said("no resource {wanted!r}", wanted=wanted)
        if wanted and not meant
        else said("{meant} resources that could be meant", meant=len(meant))
    )
    names = [each.called for each in package.resources]
    choices = tuple(
        Choice(
            answer=each.called if names.count(each.called) == 1 else each.id,
            gives=" ".join(filter(None, (each.kind.upper() or "?", (each.last_modified or "")[:10]))),
        )
        for each in package.resources[:50]
    )
    raise QuestionError(
        Question(
            code="ckan", where=where, seen=asked, asks=said("Which file is meant?"), option="resource", choices=choices
        )
    )


def _plainest(meant: Sequence[Resource]) -> Resource | None:
    """Of one table in several formats the one to read; None when they may be several tables."""
    kinds = [each.kind for each in meant]
    if len({each.stem for each in meant}) != 1 or len(set(kinds)) < len(kinds) or not set(kinds) <= set(TABLES):
        return None
    best = min(meant, key=lambda each: (not each.has_rows, TABLES.index(each.kind)))
    days = [(each.last_modified or "")[:10] for each in meant]
    return best if (best.last_modified or "")[:10] == max(days) else None


def only(packages: Sequence[Package], words: str, where: str) -> Package:
    """The only package a search gave, or the one of that name.

    Raises QuestionError naming the several, RefusedError when there is none.
    """
    exact = [each for each in packages if each.name == words]
    if len(packages) == 1 or exact:
        return (exact or packages)[0]
    if not packages:
        raise refused("ckan", where, said("found no data set with the words {words!r}, expected one", words=words))
    choices = tuple(Choice(answer=each.name, gives=clean(each.title or "")) for each in packages[:50])
    seen = said("{packages} data sets", packages=len(packages))
    raise QuestionError(
        Question(
            code="ckan", where=where, seen=seen, asks=said("Which data set is meant?"), option="search", choices=choices
        )
    )
