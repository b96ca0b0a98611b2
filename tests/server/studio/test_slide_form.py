"""What a form changes of a slide's file, and nothing else of it."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content import strict_yaml
from content.pack.slide import Slide
from content.pack.slides import authored
from control_server.studio import slide_form, slide_shape
from control_server.studio.slide_form import FormSheet, Typed

LANGS = ("ro", "en")
SHEET = FormSheet("slides/a.yaml", LANGS, "ro", date(2026, 11, 27))
NOTICE = """# until the bridge is mended
kind: notice
title: {ro: "Podul se închide", en: The bridge closes}   # short
body: Joi, la ora 9.
expires: 2026-12-05
"""
SERIES = """kind: dataset
data: data/a.csv
x: an
y: valoare
title: {ro: Mai multe}
breaks:
  - {at: 2016, note: {ro: alt mod}}
source: {name: INS, url: "https://ins.ro", licence: CC BY, as_of: 2024-01-01}
"""
CALL = """kind: consultation
ask: Ce repari întâi
who: Oricine
takes_minutes: 3
opens: 2026-11-20T00:00
closes: 2026-12-06T23:59
channels: {web: "https://tm.ro/strada", short: tm.ro/strada, phone: 0256 408 300, desk: ghișeul 12}
"""


def plain(text: str) -> dict[str, Any]:
    return strict_yaml.mapping(text.encode(), "a.yaml")


def read(text: str) -> Slide:
    slide: Slide = strict_yaml.typed(plain(text), authored(), "a.yaml")
    return slide


def values(text: str, lang: str = "ro") -> dict[str, str]:
    return {field.name: field.value for field in slide_form.fields(plain(text), LANGS, lang)}


def typed(text: str, **form: str) -> Typed:
    return slide_form.typed(text.encode(), {name.replace("__", "."): value for name, value in form.items()}, SHEET)


def edited(text: str, **form: str) -> str:
    result = typed(text, **form)
    assert result.flaws == ()
    return result.body.decode()


def test_every_value_of_a_notice_has_a_field_in_the_order_of_the_form() -> None:
    assert values(NOTICE) == {
        "title.ro": "Podul se închide",
        "title.en": "The bridge closes",
        "body.ro": "Joi, la ora 9.",
        "body.en": "",
        "not_before": "",
        "expires": "5 decembrie 2026",
        "link.url": "",
        "link.short": "",
        "image": "",
        "alt.ro": "",
        "alt.en": "",
    }
    assert values(NOTICE, "en")["expires"] == "5 December 2026"


def test_a_call_has_its_dates_its_ways_and_its_result() -> None:
    known = values(CALL)
    assert known["closes"] == "6 decembrie 2026, ora 23:59"
    assert (known["channels.phone"], known["channels.desk.ro"], known["takes_minutes"]) == (
        "0256 408 300",
        "ghișeul 12",
        "3",
    )
    assert {"result.title.ro", "result.participants", "result.from", "announce", "legal_basis"} <= known.keys()


def test_what_is_no_press_officers_is_technical() -> None:
    assert slide_form.technical(plain(SERIES)) == {
        "data": "data/a.csv",
        "x": "an",
        "y": "valoare",
        "breaks[0].at": 2016,
    }
    assert "breaks[0].note.en" in values(SERIES)
    assert slide_form.technical(plain(NOTICE)) == {}


def test_objections_are_edited_where_a_budget_has_them_and_its_unit_is_technical() -> None:
    budget = "kind: budget\nview: objection\nunit: lei\nstatus: draft\n"
    assert not [name for name in values(budget) if name.startswith("objection")]
    assert values(budget)["status"] == "draft" and slide_form.technical(plain(budget))["unit"] == "lei"
    assert "objection.channels.phone" in values(budget + "objection: {until: 2026-12-20}\n")


def test_what_is_not_changed_stays_as_a_person_wrote_it() -> None:
    for text in (NOTICE, SERIES, CALL):
        assert slide_form.typed(text.encode(), values(text), SHEET) == Typed(text.encode(), ())
    assert edited(NOTICE, title__ro="Podul  se \n închide") == NOTICE
    assert edited(NOTICE, other="x", kind="dataset") == NOTICE


@pytest.mark.parametrize(
    ("form", "field", "becomes"),
    [
        ({"title__ro": "Podul se deschide"}, "title", {"ro": "Podul se deschide", "en": "The bridge closes"}),
        ({"title__en": ""}, "title", {"ro": "Podul se închide"}),
        ({"body__ro": "Vineri."}, "body", "Vineri."),
        ({"body__ro": " Vineri. \r\n\r\n - unu\n"}, "body", "Vineri.\n- unu"),
        ({"body__en": "On Thursday."}, "body", {"ro": "Joi, la ora 9.", "en": "On Thursday."}),
        ({"title__ro": 'cu "ghilimele": #și'}, "title", {"ro": 'cu "ghilimele": #și', "en": "The bridge closes"}),
        ({"alt__ro": "Un pod"}, "alt", {"ro": "Un pod"}),
    ],
)
def test_a_text_in_one_language(form: dict[str, str], field: str, becomes: object) -> None:
    after = edited(NOTICE, **form)
    assert getattr(read(after), field) == becomes
    assert after.startswith("# until the bridge is mended\n") and "# short" in after


def test_a_moment_is_put_as_people_write_it_and_taken_away() -> None:
    moved = read(edited(NOTICE, expires="8 decembrie 2026, ora 18", not_before="marți, 1 decembrie"))
    assert moved.expires and moved.not_before
    assert (moved.expires.text, moved.not_before.text) == ("2026-12-08T18:00", "2026-12-01")
    assert read(edited(NOTICE, expires="")).expires is None


def test_a_group_comes_whole_and_goes_when_nothing_is_left_of_it() -> None:
    half = edited(NOTICE, link__url="https://tm.ro/pod")
    assert [each.where for each in slide_form.lacking(plain(half), "slides/a.yaml")] == ["slides/a.yaml:$.link.short"]
    linked = read(edited(half, link__short="tm.ro/pod"))
    assert linked.address() is not None
    assert edited(half, link__url="") == NOTICE


def test_numbers_are_read_as_people_write_them() -> None:
    assert plain(edited(CALL, takes_minutes="15"))["takes_minutes"] == 15
    assert plain(edited(CALL, result__participants="1.204"))["result"] == {"participants": 1204}
    assert plain(edited(CALL, result__participants="1 204"))["result"] == {"participants": 1204}


@pytest.mark.parametrize(
    ("form", "kind"),
    [
        ({"expires": "mâine"}, "moment"),
        ({"body__ro": "x" * 2_001}, "long"),
        ({"link__short": "x" * 21}, "long"),
        ({"link__url": "tm.ro"}, "address"),
    ],
)
def test_what_cannot_be_taken_is_a_flaw_and_leaves_the_file_as_it_was(form: dict[str, str], kind: str) -> None:
    result = typed(NOTICE, **form)
    (flaw,) = result.flaws
    assert (flaw.code, flaw.values["form"]) == ("value", kind)
    assert flaw.where == f"slides/a.yaml:$.{next(iter(form)).replace('__', '.')}"
    assert plain(result.body.decode()) == plain(NOTICE)


@pytest.mark.parametrize("number", ["", "0", "241", "trei", "-1", "3.5", "9" * 40])
def test_a_number_out_of_its_bounds_is_a_flaw(number: str) -> None:
    result = typed(CALL, takes_minutes=number)
    assert [flaw.values["form"] for flaw in result.flaws] == (["number"] if number else [])
    assert plain(result.body.decode()).get("takes_minutes") == (3 if number else None)


def test_a_text_within_a_list() -> None:
    after = edited(SERIES, **{"breaks[0].note.en": "another way"})
    notes = [passage.text for passage in read(after).prose() if passage.field == "breaks[0].note"]
    assert notes == [{"ro": "alt mod", "en": "another way"}]


def test_an_empty_slide_says_what_it_lacks() -> None:
    for kind, lacking in (
        ("notice", {"title", "body"}),
        (
            "consultation",
            {"ask", "who", "takes_minutes", "opens", "closes"}
            | {f"channels.{name}" for name in ("web", "short", "phone", "desk")},
        ),
    ):
        findings = slide_form.lacking({"kind": kind}, "slides/a.yaml")
        assert {finding.where.removeprefix("slides/a.yaml:$.") for finding in findings} == lacking


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=60))
def test_whatever_is_typed_is_read_again_as_it_was_typed(text: str) -> None:
    for name, way in (("title.ro", "title"), ("body.ro", "body")):
        result = slide_form.typed(NOTICE.encode(), {name: text}, SHEET)
        value = slide_shape.read(result.body, "slides/a.yaml").get(way)
        value = value.get("ro") if isinstance(value, dict) else value
        lines = text.strip().splitlines() if way == "body" else [text]
        typed_plain = "\n".join(filter(None, (" ".join(line.split()) for line in lines)))
        assert (value or "") == typed_plain
