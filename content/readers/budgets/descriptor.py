"""The descriptor of a Fiscal Data Package (`datapackage.json`), in its two dialects, as tables of one kind.

The dialects are `model` (0.3: `attributes`, `primaryKey`) and `columnType` on each field of a resource (1.0, with
`normalize` and `extraFields`). Decides which column, or which constant, says the amount, year, phase, direction and
currency, and by which columns amounts can be grouped. Leaves out the rows (`fiscal`). Machines write descriptors: keys
that are not known are passed over. `mapping`, of 0.3 alpha, is refused.

Source: specs.frictionlessdata.io/fiscal-data-package (1.0-rc.1) and its version 0.3.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from content.findings import refused
from content.phrases import said
from content.readers.open_data import records

QUALIFIERS = ("year", "phase", "direction", "currency")
"""What must be known of an amount beside its group."""
LABELS = re.compile(r"(.*[-_: ])?(title|label|name|description)(:.*)?", re.I)
DATES = re.compile(r"date|datetime|year|time|fiscal[-_ ]?year", re.I)
TYPED = {
    "year": ("date:fiscal-year", "date:generic", "date:fiscal"),
    "phase": ("phase:id", "phase"),
    "direction": ("direction",),
    "currency": ("value-currency:code", "value-currency"),
    "kind": ("value-kind:code", "value-kind"),
}
"""Prefixes of column types (1.0), the better ones first. Amounts of different kinds are never added."""
CLASSIFYING = re.compile(r"\w+-classification|activity")


class Lookup(NamedTuple):
    """How a value of a row is got: from a column, or as a constant of the whole table."""

    column: str = ""
    constant: str = ""


class Measure(NamedTuple):
    """A column of amounts. `qualifiers` hold for all of them (year, phase, direction, currency)."""

    name: str
    column: str
    qualifiers: Mapping[str, str]
    factor: Decimal
    spec: Mapping[str, Any]


class Group(NamedTuple):
    """A way to group: the columns of the code (of its highest level) and of its label, which may be the same."""

    kind: str
    code: str
    label: str


class Table(NamedTuple):
    """A resource with amounts in it."""

    path: str
    resource: Mapping[str, Any]
    measures: tuple[Measure, ...]
    lookups: Mapping[str, Lookup]
    groups: Mapping[str, Group]


def read(data: bytes, where: str) -> tuple[Table, ...]:
    """The tables that hold amounts.

    Raises RefusedError: no such package, none of the dialects, no amounts, a path outside the package.
    """
    package = records.decoded(data, where)
    listed = package.get("resources") if isinstance(package, dict) else None
    resources = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    if not resources:
        raise refused("fiscal", where, "is no data package: it has no list of resources")
    model = package.get("model")
    tables = [*(_modelled(resources, model, where) if isinstance(model, dict) else map(_typed, resources))]
    tables = [table for table in tables if table.measures]
    if not tables and package.get("mapping"):
        message = said(
            "is a Fiscal Data Package of version 0.3 alpha (mapping), expected 0.3 (model) or 1.0 (columnType)"
        )
        raise refused("fiscal", where, message)
    if not tables:
        raise refused("fiscal", where, "is no Fiscal Data Package: no measure in model, no columnType value")
    year = _one_year(package.get("fiscalPeriod"))
    return tuple(_complete(table, year, where) for table in tables)


def _complete(table: Table, year: str, where: str) -> Table:
    path = table.resource.get("path") or table.resource.get("url")
    paths = path if isinstance(path, list) else [path]
    if len(paths) != 1 or not isinstance(paths[0], str):
        raise refused("fiscal", where, said("has a resource with {paths} paths, expected one file", paths=len(paths)))
    if not re.match(r"https?://", paths[0]) and (
        paths[0].startswith(("/", "\\")) or ".." in re.split(r"[/\\]", paths[0])
    ):
        raise refused("fiscal", where, said("points at {paths!r}, expected a path inside the package", paths=paths[0]))
    lookups = {"year": Lookup(constant=year), **table.lookups} if year else table.lookups
    return table._replace(path=paths[0], lookups=lookups)


def _one_year(period: Any) -> str:
    if not isinstance(period, dict):
        return ""
    years = {str(period.get(end, ""))[:4] for end in ("start", "end")} - {""}
    return years.pop() if len(years) == 1 else ""


def _named(specs: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Name and description of each measure, dimension or attribute."""
    for name, spec in specs.items() if isinstance(specs, dict) else ():
        if isinstance(spec, dict):
            yield name, spec


def _modelled(resources: list[dict[str, Any]], model: Mapping[str, Any], where: str) -> Iterator[Table]:
    names = [str(one.get("name", "")) for one in resources]
    measures = [(name, spec, str(spec.get("resource", names[0]))) for name, spec in _named(model.get("measures"))]
    for title, _, told in measures:
        if told not in names:
            raise refused(
                "fiscal",
                where,
                said(
                    "has the measure {title!r} in {told!r}, expected one of {names}",
                    title=title,
                    told=told,
                    names=", ".join(names),
                ),
            )
    for home, resource in zip(names, resources, strict=True):
        own = tuple(_measure(title, spec, spec) for title, spec, told in measures if told == home)
        lookups: dict[str, Lookup] = {}
        groups: dict[str, Group] = {}
        for title, dimension in _named(model.get("dimensions")):
            attributes = [
                (key, spec)
                for key, spec in _named(dimension.get("attributes"))
                if str(spec.get("resource", names[0])) == home
            ]
            if attributes:
                _dimension(title, dimension, attributes, lookups, groups)
        yield Table("", resource, own, lookups, groups)


def _dimension(
    name: str,
    dimension: Mapping[str, Any],
    attributes: list[tuple[str, Mapping[str, Any]]],
    lookups: dict[str, Lookup],
    groups: dict[str, Group],
) -> None:
    keys = dimension.get("primaryKey")
    keys = keys if isinstance(keys, list) else [keys]
    codes = [(key, spec) for key, spec in attributes if "labelfor" not in spec]
    codes = [one for one in codes if one[0] in keys] or [one for one in codes if not LABELS.fullmatch(one[0])] or codes
    if dimension.get("dimensionType") == "datetime" or DATES.fullmatch(name):
        best = [spec for key, spec in attributes if "year" in key.lower()]
        lookups["year"] = _lookup(best[0] if best else (codes or attributes)[0][1])
    elif name.lower() in QUALIFIERS:
        lookups[name.lower()] = _lookup((codes or attributes)[0][1])
    else:
        key, top = next((one for one in codes or attributes if "parent" not in one[1]), attributes[0])
        labels = [spec for _, spec in attributes if spec.get("labelfor") == key]
        labels = labels or [spec for title, spec in attributes if LABELS.fullmatch(title) and "labelfor" not in spec]
        kind = str(dimension.get("classificationType") or dimension.get("dimensionType") or "")
        if re.search("cofog|functional", name, re.I):
            kind = "functional"
        code = _column(top)
        groups[name] = Group(kind, code, _column(labels[0]) if labels else code)


def _measure(name: str, field: Mapping[str, Any], spec: Mapping[str, Any], **reduced: str) -> Measure:
    """`reduced` are the qualifiers that `normalize` gives the column."""
    qualifiers = {key: str(spec[key]) for key in QUALIFIERS if spec.get(key) not in (None, "")} | reduced
    try:
        factor = Decimal(str(spec.get("factor") or 1))
    except ArithmeticError:
        factor = Decimal(0)
    return Measure(name, _column(field), qualifiers, factor, spec)


def _column(spec: Mapping[str, Any]) -> str:
    """The column of an attribute (0.3) or of a field (1.0)."""
    return str(spec.get("source") or spec.get("name") or "")


def _lookup(spec: Mapping[str, Any]) -> Lookup:
    constant = spec.get("constant")
    return Lookup(constant=str(constant)) if constant is not None else Lookup(column=_column(spec))


def _typed(resource: Mapping[str, Any]) -> Table:
    """A resource whose fields have column types (1.0)."""
    schema = resource.get("schema")
    schema = schema if isinstance(schema, dict) else {}
    fields = [spec for _, spec in _fields(schema.get("fields"))]
    extra = [spec for _, spec in _fields(schema.get("extraFields"))]
    target = next((spec for spec in extra if spec.get("normalizationTarget")), {})
    concepts = {_column(spec): concept for spec in extra if (concept := _concept(spec))}
    measures = []
    for spec in fields:
        normalized = spec.get("normalize")
        if isinstance(normalized, dict):
            reduced = {concepts[name]: str(value) for name, value in normalized.items() if name in concepts}
            measures.append(_measure(_column(spec), spec, {**target, **spec}, **reduced))
        elif spec.get("columnType") == "value":
            measures.append(_measure(_column(spec), spec, spec))
    lookups: dict[str, Lookup] = {}
    there = [*fields, *(spec for spec in extra if "constant" in spec)]
    for concept, prefixes in TYPED.items():
        best = next((spec for prefix in prefixes for spec in there if _is(spec, prefix)), None)
        if best is not None:
            lookups[concept] = _lookup(best)
    return Table("", resource, tuple(measures), lookups, _typed_groups(fields))


def _fields(listed: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for spec in listed if isinstance(listed, list) else ():
        if isinstance(spec, dict) and spec.get("name"):
            yield str(spec["name"]), spec


def _concept(spec: Mapping[str, Any]) -> str:
    return next((concept for concept, prefixes in TYPED.items() if any(_is(spec, prefix) for prefix in prefixes)), "")


def _is(spec: Mapping[str, Any], prefix: str) -> bool:
    return f"{spec.get('columnType', '')}:".startswith(f"{prefix}:")


def _typed_groups(fields: list[Mapping[str, Any]]) -> dict[str, Group]:
    """By the first part of the type: the code of its highest level, and the label of the same level."""
    levels: dict[str, dict[str, dict[str, str]]] = {}
    for spec in fields:
        name, _, rest = str(spec.get("columnType", "")).partition(":")
        if CLASSIFYING.fullmatch(name):
            level, _, part = rest.rpartition(":")
            part = "label" if LABELS.fullmatch(part) else "code"
            levels.setdefault(name, {}).setdefault(level, {}).setdefault(part, _column(spec))
    groups = {}
    for name, known in levels.items():
        level = min(known, key=lambda one: (not re.search("level1|division", one), list(known).index(one)))
        code = known[level].get("code") or known[level]["label"]
        groups[name] = Group(name.removesuffix("-classification"), code, known[level].get("label") or code)
    return groups
