"""The city's own settings as fields: its name and contact, minimums of airtime, who must approve, plain names, sources.

Decides how each field is read and goes back into YAML, and that what is not edited stays as a person wrote it. Whether
the result is a pack is the reader's to say (`drafts`). Leaves out how it looks (the templates).
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from multidict import MultiMapping

from content.findings import refused
from content.imports.yaml_lists import document, flow, flow_map, put, written
from content.pack.model import City, Names, Pack
from content.pack.slides import AUTHORED
from content.pack.values import Text
from content.phrases import said
from control_server.studio import page
from control_server.studio.playlist_form import free_id, spoken

CITY, NAMES, SOURCES = "city.yaml", "names.yaml", "sources.yaml"
GROUPS = ("expenditure", "revenue", "origin")
"""Of plain names: by chapter, by chapter of revenue, and by who pays."""
FRESH = 3
"""Empty rows that a form offers for names that are not there yet."""
_EVERY = 24


class CityFields(NamedTuple):
    """What stands in the fields about the city. `desk` is by language; the first of `languages` is the fallback."""

    name: str
    languages: tuple[str, ...]
    value: str
    as_of: str
    source: str
    phone: str
    desk: Mapping[str, str]


def of_city(city: City) -> CityFields:
    """As it is written."""
    people, contact = city.population, city.contact
    return CityFields(
        name=city.name,
        languages=tuple(city.languages),
        value=str(people.value),
        as_of=people.as_of.text,
        source=people.source,
        phone=contact.phone,
        desk=spoken(contact.desk, city),
    )


def typed_city(form: MultiMapping[str], city: City) -> CityFields:
    """As it was sent."""
    first, chosen = page.text(form, "first"), form.getall("languages", [])
    return CityFields(
        name=page.text(form, "name"),
        languages=tuple(dict.fromkeys([*([first] if first else []), *chosen])),
        value=page.text(form, "value").replace(".", "").replace(" ", "").replace("\u00a0", ""),
        as_of=page.text(form, "as_of"),
        source=page.text(form, "source"),
        phone=page.text(form, "phone"),
        desk={lang: text for lang in city.languages if (text := page.text(form, f"desk.{lang}"))},
    )


def with_city(body: bytes, city: City, fields: CityFields) -> bytes:
    """`city.yaml` with these fields."""
    loaded, before = document(body, CITY), of_city(city)
    if fields.name != before.name:
        put(loaded, "name", fields.name)
    if fields.languages != before.languages:
        loaded["languages"] = flow(list(fields.languages))
    for key, value in (("value", _number(fields.value)), ("as_of", _day(fields.as_of)), ("source", fields.source)):
        if getattr(fields, key) != getattr(before, key):
            put(loaded["population"], key, value)
    if fields.phone != before.phone:
        put(loaded["contact"], "phone", fields.phone)
    if fields.desk != before.desk:
        put(loaded["contact"], "desk", dict(fields.desk))
    return written(loaded, body)


# --- minimums of airtime ---------------------------------------------------------------------------------------------


def minimums(city: City) -> dict[str, int]:
    """Kind → per cent of the airtime on all displays; where none is asked for, 0."""
    least = dict.fromkeys(AUTHORED, 0)
    for each in city.minimum_airtime:
        if each.displays == "all":
            least |= {kind: round(100 * part) for kind, part in each.kinds.items()}
    return least


def with_minimums(body: bytes, form: MultiMapping[str], city: City) -> bytes:
    """`city.yaml` with these minimums on all displays. Those that are bound to some displays stay."""
    least = {kind: _percent(page.text(form, f"least.{kind}"), kind) for kind in AUTHORED}
    if least == minimums(city):
        return body
    loaded = document(body, CITY)
    others = [each for each in loaded.get("minimum_airtime") or () if each.get("displays", "all") != "all"]
    own = {kind: percent / 100 for kind, percent in least.items() if percent}
    put(loaded, "minimum_airtime", [*([flow_map({"kinds": flow_map(own)})] if own else []), *others])
    return written(loaded, body)


def _percent(text: str, kind: str) -> int:
    if text and not (text.isascii() and text.isdecimal() and int(text[:4]) <= 100):
        where = f"{CITY}:$.minimum_airtime.{kind}"
        raise refused("value", where, said("found {text!r}, expected per cent from 0 to 100", text=text[:20]))
    return int(text or 0)


# --- who must approve ------------------------------------------------------------------------------------------------


class ApprovalFields(NamedTuple):
    """How many other people approve: in general, by kind of slide, and by tag of display; only where it is said."""

    general: str
    kinds: Mapping[str, str]
    tags: Mapping[str, str]


def of_review(city: City) -> ApprovalFields:
    """As the rules say it. Of several about the same the strictest counts."""
    general = max((rule.approvals for rule in city.review if not (rule.kinds or rule.tags)), default=1)
    kinds: dict[str, int] = {}
    tags: dict[str, int] = {}
    for rule in city.review:
        kinds |= {kind: max(rule.approvals, kinds.get(kind, 0)) for kind in rule.kinds}
        tags |= {tag: max(rule.approvals, tags.get(tag, 0)) for tag in rule.tags}
    return ApprovalFields(str(general), _texts(kinds), _texts(tags))


def typed_review(form: MultiMapping[str], pack: Pack) -> ApprovalFields:
    """As it was sent; an empty field says nothing of that kind or tag."""
    return ApprovalFields(
        page.text(form, "general"),
        {kind: text for kind in AUTHORED if (text := page.text(form, f"kind.{kind}"))},
        {tag: text for tag in tags(pack) if (text := page.text(form, f"tag.{tag}"))},
    )


def with_review(body: bytes, city: City, fields: ApprovalFields) -> bytes:
    """`city.yaml` with these rules; the same bytes where they say the same."""
    if fields == of_review(city):
        return body
    loaded = document(body, CITY)
    rules: list[dict[str, Any]] = [] if fields.general == "1" else [{"approvals": _number(fields.general)}]
    for name, own in (("kinds", fields.kinds), ("tags", fields.tags)):
        for approvals in sorted(set(own.values())):
            listed = flow([each for each, count in own.items() if count == approvals])
            rules.append({name: listed, "approvals": _number(approvals)})
    put(loaded, "review", [flow_map(rule) for rule in rules])
    return written(loaded, body)


def tags(pack: Pack) -> list[str]:
    """Of displays, and of rules about displays."""
    ruled = {tag for rule in pack.city.review for tag in rule.tags}
    return sorted(ruled | {tag for each in pack.displays.values() for tag in each.tags})


# --- plain names -----------------------------------------------------------------------------------------------------

NameRows = Mapping[str, Mapping[str, str]]
"""By code: the name in each language."""


def of_names(names: Names, group: str, city: City) -> dict[str, dict[str, str]]:
    """The names of a group (`GROUPS`) as they are written, in their order."""
    own: Mapping[str, Text] = getattr(names, group)
    return {str(code): spoken(text, city) for code, text in own.items()}


def typed_names(form: MultiMapping[str], names: Names, group: str, city: City) -> dict[str, dict[str, str]]:
    """As it was sent, the fresh rows with the code that was typed; a row without a name goes."""
    rows: dict[str, dict[str, str]] = {}
    fields = [(code, code) for code in getattr(names, group)]
    fields += [(page.text(form, f"{group}.code.{number}"), f"new{number}") for number in range(FRESH)]
    for code, row in fields:
        texts = {str(lang): text for lang in city.languages if (text := page.text(form, f"{group}.{row}.{lang}"))}
        if texts and not code:
            where = f"{NAMES}:$.{group}"
            raise refused("value", where, said("found {text!r} without a code", text=next(iter(texts.values()))[:60]))
        if texts:
            rows[code] = texts
    return rows


def with_names(body: bytes, form: MultiMapping[str], pack: Pack) -> bytes:
    """`names.yaml` with these names. Raises RefusedError for a name without a code."""
    loaded = document(body, NAMES)
    for group in GROUPS:
        before = of_names(pack.names, group, pack.city)
        after = typed_names(form, pack.names, group, pack.city)
        if after == before:
            continue
        own = loaded.setdefault(group, {})
        for code in [each for each in own if str(each) not in after]:
            del own[code]
        for code, texts in after.items():
            if texts != before.get(code):
                own[code] = flow_map(texts)
    return written(loaded, body) if loaded else body


# --- sources ---------------------------------------------------------------------------------------------------------


def with_sources(body: bytes, form: MultiMapping[str], pack: Pack) -> bytes:
    """`sources.yaml` with these hosts and feeds, and with a new feed where its address is given."""
    loaded, known = document(body, SOURCES), pack.sources
    hosts = tuple(
        dict.fromkeys(re.split(r"[\s,]+", page.text(form, "hosts").lower())) if page.text(form, "hosts") else ()
    )
    if hosts != known.hosts:
        put(loaded, "hosts", flow(list(hosts)))
    feeds = loaded.get("feeds") or []
    gone = set(form.getall("gone", []))
    for own in feeds:
        every = page.text(form, f"every.{own['id']}")
        if every and every != str(own.get("every_hours", _EVERY)):
            own["every_hours"] = _number(every)
    put(loaded, "feeds", [each for each in feeds if each["id"] not in gone] + _fresh_feed(form, pack))
    return written(loaded, body) if loaded else b""


def _fresh_feed(form: MultiMapping[str], pack: Pack) -> list[dict[str, Any]]:
    address = page.text(form, "address")
    if not address:
        return []
    taken = {each.id: each for each in pack.sources.feeds}
    fresh: dict[str, Any] = {
        "id": free_id(page.text(form, "feed"), taken, "sursa"),
        "reader": page.text(form, "reader"),
    }
    fresh |= {"address": address, "every_hours": _number(page.text(form, "every") or str(_EVERY))}
    options = dict(_option(line) for line in page.text(form, "options").splitlines() if line.strip())
    return [fresh | ({"options": options} if options else {})]


def _option(line: str) -> tuple[str, str]:
    name, equals, value = line.partition("=")
    if not equals or not name.strip():
        raise refused("value", f"{SOURCES}:$.feeds", said("found {line!r}, expected name=value", line=line[:60]))
    return name.strip().lstrip("-"), value.strip()


PARTS: Mapping[str, tuple[str, Callable[[bytes, MultiMapping[str], Pack], bytes]]] = {
    "city": (CITY, lambda body, form, pack: with_city(body, pack.city, typed_city(form, pack.city))),
    "airtime": (CITY, lambda body, form, pack: with_minimums(body, form, pack.city)),
    "review": (CITY, lambda body, form, pack: with_review(body, pack.city, typed_review(form, pack))),
    "names": (NAMES, with_names),
    "sources": (SOURCES, with_sources),
}
"""Each form of the settings: the file that it edits, and how."""


def _number(text: str) -> int | str:
    """A whole number; a text that is none stays one, for the reader of packs to refuse in its words."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 13 else text


def _day(text: str) -> date | str:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def _texts(counts: Mapping[str, int]) -> dict[str, str]:
    return {name: str(count) for name, count in counts.items()}


def kinds() -> Sequence[str]:
    """Every kind of slide that a city can write."""
    return list(AUTHORED)
