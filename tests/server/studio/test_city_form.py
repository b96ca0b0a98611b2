"""The city's settings go back into YAML as a person wrote it; what is not edited stays byte for byte."""

from typing import Any

import pytest
from multidict import MultiDict

from content.findings import RefusedError
from content.pack.model import Pack
from content.pack.parse import parse
from control_server.studio import city_form
from tests.server.simulator import PACK

FILES = {
    **PACK,
    "displays.yaml": PACK["displays.yaml"].replace(
        b"    languages: [ro]\n", b"    languages: [ro]\n    tags: [centru]\n"
    ),
    "city.yaml": b"""# The city of the tests
id: proba
name: Proba  # as on its letters
timezone: Europe/Bucharest
languages: [ro, en]
population: {value: 1000, as_of: 2021-12-01, source: "INS, RPL 2021"}
contact:
  phone: 0256 000 000
  desk: {ro: "bd. C.D. Loga 1", en: "1 Loga Blvd"}
minimum_airtime:
  - {kinds: {consultation: 0.3}}
  - {displays: {tags: [centru]}, kinds: {notice: 0.1}}
review:
  - {kinds: [budget], approvals: 2}
""",
    "names.yaml": b"""# By code
expenditure:
  "65": {ro: Scoli, en: Schools}   # not "education"
  "84": {ro: Transport, en: Transport}
""",
    "sources.yaml": b"""hosts: [data.oras.ro]
feeds:
  - id: tramvai   # twice a day
    reader: dataset
    address: https://data.oras.ro/tramvai.csv
    every_hours: 12
""",
}


@pytest.fixture
def pack() -> Pack:
    return parse(FILES)


def as_shown(pack: Pack) -> MultiDict[str]:
    """Everything as the page has it, untouched."""
    city, review = city_form.of_city(pack.city), city_form.of_review(pack.city)
    form: MultiDict[str] = MultiDict(
        {
            "name": city.name,
            "first": city.languages[0],
            "value": city.value,
            "as_of": city.as_of,
            "source": city.source,
            "phone": city.phone,
            "general": review.general,
            "hosts": "\n".join(pack.sources.hosts),
            "every": "24",
            "reader": "dataset",
        }
    )
    form.extend([("languages", lang) for lang in city.languages])
    form.extend([(f"desk.{lang}", text) for lang, text in city.desk.items()])
    form.extend([(f"least.{kind}", str(part or "")) for kind, part in city_form.minimums(pack.city).items()])
    form.extend([(f"kind.{kind}", count) for kind, count in review.kinds.items()])
    form.extend([(f"tag.{tag}", count) for tag, count in review.tags.items()])
    for group in city_form.GROUPS:
        for code, texts in city_form.of_names(pack.names, group, pack.city).items():
            form.extend([(f"{group}.{code}.{lang}", text) for lang, text in texts.items()])
    form.extend([(f"every.{feed.id}", str(feed.every_hours)) for feed in pack.sources.feeds])
    return form


def edited(pack: Pack, part: str, **fields: str | list[str]) -> str:
    form = as_shown(pack)
    for name, values in fields.items():
        form.popall(name.replace("__", "."), None)
        form.extend([(name.replace("__", "."), each) for each in ([values] if isinstance(values, str) else values)])
    file, with_part = city_form.PARTS[part]
    body = with_part(FILES[file], form, pack)
    parse({**FILES, file: body})
    return body.decode()


@pytest.mark.parametrize("part", city_form.PARTS)
def test_what_is_not_edited_stays_byte_for_byte(pack: Pack, part: str) -> None:
    assert edited(pack, part) == FILES[city_form.PARTS[part][0]].decode()


@pytest.mark.parametrize(
    ("part", "fields", "before", "after"),
    [
        ("city", {"name": "Orașul"}, "name: Proba  # as", "name: Orașul # as"),
        ("city", {"value": "250.849"}, "value: 1000", "value: 250849"),
        ("city", {"as_of": "2022-01-01"}, "as_of: 2021-12-01", "as_of: 2022-01-01"),
        ("city", {"first": "en"}, "[ro, en]", "[en, ro]"),
        ("city", {"languages": ["ro", "en", "hu"]}, "[ro, en]", "[ro, en, hu]"),
        ("city", {"phone": "0256 111 111"}, "0256 000 000", "0256 111 111"),
        ("airtime", {"least__consultation": "40"}, "consultation: 0.3", "consultation: 0.4"),
        ("review", {"kind__budget": "3"}, "approvals: 2", "approvals: 3"),
        ("names", {"expenditure__84__en": "Trams"}, "en: Transport}", "en: Trams}"),
        ("names", {"expenditure__84__en": ""}, ", en: Transport}", "}"),
        ("sources", {"every__tramvai": "6"}, "every_hours: 12", "every_hours: 6"),
        ("sources", {"hosts": "data.oras.ro\nportal.oras.ro"}, "[data.oras.ro]", "[data.oras.ro, portal.oras.ro]"),
    ],
)
def test_one_field_changes_one_thing(pack: Pack, part: str, fields: dict[str, Any], before: str, after: str) -> None:
    file = FILES[city_form.PARTS[part][0]].decode()
    plain = " ".join(edited(pack, part, **fields).split())
    assert plain == " ".join(file.replace(before, after).split())


def test_minimums_go_and_come_and_those_of_some_displays_stay(pack: Pack) -> None:
    none = edited(pack, "airtime", least__consultation="0")
    assert "consultation" not in none and "notice: 0.1" in none
    more = edited(pack, "airtime", least__budget="10")
    assert {
        kind: part
        for kind, part in city_form.minimums(parse({**FILES, "city.yaml": more.encode()}).city).items()
        if part
    } == {
        "budget": 10,
        "consultation": 30,
    }
    with pytest.raises(RefusedError, match="found '140', expected per cent from 0 to 100"):
        edited(pack, "airtime", least__budget="140")


def test_rules_of_approval_are_said_once_each(pack: Pack) -> None:
    body = edited(pack, "review", general="0", kind__budget="2", kind__notice="2")
    city = parse({**FILES, "city.yaml": body.encode()}).city
    assert [(rule.kinds, rule.tags, rule.approvals) for rule in city.review] == [
        ((), (), 0),
        (("budget", "notice"), (), 2),
    ]
    assert "review" not in edited(pack, "review", kind__budget="")


def test_names_are_added_by_code_and_taken_out(pack: Pack) -> None:
    body = edited(
        pack,
        "names",
        expenditure__code__0="70",
        expenditure__new0__ro="Apă",
        expenditure__65__ro="",
        expenditure__65__en="",
    )
    names = parse({**FILES, "names.yaml": body.encode()}).names
    assert names.expenditure == {"84": {"ro": "Transport", "en": "Transport"}, "70": {"ro": "Apă"}}
    with pytest.raises(RefusedError, match="found 'Apă' without a code"):
        edited(pack, "names", expenditure__new0__ro="Apă")


def test_a_feed_is_added_and_taken_out(pack: Pack) -> None:
    body = edited(
        pack,
        "sources",
        feed="Buget",
        reader="budget",
        address="https://data.oras.ro/b.csv",
        options="--year=2026\nunit = lei\n",
    )
    _, fresh = parse({**FILES, "sources.yaml": body.encode()}).sources.feeds
    assert (fresh.id, fresh.reader, fresh.every_hours, fresh.options) == (
        "buget",
        "budget",
        24,
        {"year": "2026", "unit": "lei"},
    )
    assert "# twice a day" in body
    assert parse({**FILES, "sources.yaml": edited(pack, "sources", gone="tramvai").encode()}).sources.feeds == ()


@pytest.mark.parametrize(
    ("part", "fields"),
    [
        ("city", {"value": "many"}),
        ("city", {"as_of": "yesterday"}),
        ("city", {"languages": [], "first": ""}),
        ("review", {"general": "9"}),
        ("sources", {"every__tramvai": "0"}),
        ("sources", {"feed": "x", "address": "ftp://oras.ro"}),
    ],
)
def test_what_cannot_be_is_refused_by_the_reader_of_packs(pack: Pack, part: str, fields: dict[str, Any]) -> None:
    with pytest.raises(RefusedError):
        edited(pack, part, **fields)
