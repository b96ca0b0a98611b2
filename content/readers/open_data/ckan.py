"""Answers of a CKAN portal's Action API, version 3 (https://docs.ckan.org/en/2.11/api/).

Decides what a package, its resources and a page of the datastore are, and which resource a person meant. Leaves out
what is asked and in which order (`imports.dataset`). Unknown keys pass: portals have extensions.
"""

from collections.abc import Sequence
from typing import Any, TypeVar

import msgspec

from content.findings import refused
from content.readers.open_data import records
from content.readers.open_data.table import clean

T = TypeVar("T")

READABLE = frozenset({"csv", "tsv", "xls", "xlsx", "ods", "json", "geojson", "gtfs", "zip", ""})
"""Formats of resources there is a reader for, in lower case; some portals leave the format out."""
TIDY = "[normat]"
"""How the portal of Timișoara marks the tidy twin of a table with years as columns."""
LICENCES = {
    "cc-by": "CC BY",
    "cc-by-4.0": "CC BY 4.0",
    "cc-by-sa": "CC BY-SA",
    "cc-by-sa-4.0": "CC BY-SA 4.0",
    "cc-by-nc": "CC BY-NC",
    "cc-zero": "CC0",
    "odc-by": "ODC-BY",
    "odc-odbl": "ODbL",
    "odc-pddl": "PDDL",
    "uk-ogl": "OGL",
}
_NO_LICENCE = frozenset({"", "notspecified", "other-closed", "other-open", "other-at", "other-pd"})


class Resource(msgspec.Struct, frozen=True, kw_only=True):
    """A file of a package. `datastore_active`: its rows can be asked for one page at a time."""

    id: str
    url: str | None = None
    name: str | None = None
    format: str | None = None
    datastore_active: bool = False
    last_modified: str | None = None

    @property
    def called(self) -> str:
        return clean(self.name or "") or self.id


class Organization(msgspec.Struct, frozen=True, kw_only=True):
    """Who publishes a package."""

    title: str | None = None


class Package(msgspec.Struct, frozen=True, kw_only=True):
    """A data set of the portal."""

    name: str
    title: str | None = None
    license_id: str | None = None
    license_title: str | None = None
    metadata_modified: str | None = None
    organization: Organization | None = None
    resources: tuple[Resource, ...] = ()

    @property
    def licence(self) -> str | None:
        """The licence as a slide says it; None when the portal does not say one that names its terms."""
        licence = (self.license_id or "").lower()
        return LICENCES.get(licence) or (
            None if licence in _NO_LICENCE else clean(self.license_title or licence) or None
        )


class RecordPage(msgspec.Struct, frozen=True, kw_only=True):
    """Some rows of a resource, and how many it has in all (None: the portal does not count them)."""

    records: list[dict[str, Any]]
    total: int | None = None


def result(data: bytes, where: str) -> Any:
    """The `result` of a successful answer. Raises RefusedError with what the portal said instead."""
    answer = records.decoded(data, where)
    if not isinstance(answer, dict) or "success" not in answer:
        raise refused("ckan", where, "is no answer of a CKAN Action API, expected JSON with `success` and `result`")
    if answer["success"] is not True or "result" not in answer:
        error = answer.get("error")
        reason = error.get("message") or error.get("__type") or error if isinstance(error, dict) else error
        raise refused("ckan", where, f"the portal refused: {clean(str(reason))[:200]}; expected a successful answer")
    return answer["result"]


def package(value: Any, where: str) -> Package:
    """The result of `package_show`. Raises RefusedError."""
    return _typed(value, Package, where)


def packages(value: Any, where: str) -> tuple[Package, ...]:
    """The packages in the result of `package_search`. Raises RefusedError."""
    return _typed(value.get("results") if isinstance(value, dict) else None, tuple[Package, ...], where)


def page(value: Any, where: str) -> RecordPage:
    """The result of `datastore_search`. Raises RefusedError."""
    return _typed(value, RecordPage, where)


def _typed(value: Any, kind: type[T], where: str) -> T:
    try:
        return msgspec.convert(value, kind, strict=False)
    except msgspec.ValidationError as error:
        raise refused("ckan", where, f"is not as the CKAN Action API answers: {error}") from error


def chosen(package: Package, wanted: str, where: str) -> Resource:
    """The resource of that id or name; without one the only readable one, a tidy twin before its wide original.

    Raises RefusedError naming the resources there are.
    """
    readable = [each for each in package.resources if (each.format or "").lower().lstrip(".") in READABLE]
    if wanted:
        meant = [each for each in package.resources if clean(wanted) in (each.id, each.called)]
    else:
        twins = {each.called.removesuffix(TIDY).strip() for each in readable if each.called.endswith(TIDY)}
        meant = [each for each in readable if each.called not in twins]
    if len(meant) == 1:
        return meant[0]
    there = _listed([f"{each.called!r} ({(each.format or '?').upper()}, {each.id})" for each in package.resources])
    asked = f"has no resource {wanted!r}" if wanted and not meant else f"has {len(meant)} resources that could be meant"
    raise refused("ckan", where, f"{asked}; expected one of: {there}")


def only(packages: Sequence[Package], words: str, where: str) -> Package:
    """The only package a search found. Raises RefusedError naming them when there are several, or none."""
    if len(packages) == 1:
        return packages[0]
    if not packages:
        raise refused("ckan", where, f"found no data set with the words {words!r}, expected one")
    there = _listed([each.name for each in packages])
    raise refused("ckan", where, f"found {len(packages)} data sets: {there}; expected words that find one of them")


def _listed(names: list[str]) -> str:
    return ", ".join(names[:12]) + (f" and {len(names) - 12} more" if len(names) > 12 else "") or "none"
