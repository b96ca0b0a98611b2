"""What stands beside the figures so that they are true: unit, of whom, breaks, which are provisional."""

import pytest

from content.imports.conversation import Imported
from tests.imports.test_dataset import PAGE, held, one, refusal, slide

SAID = {"licence": "CC0", "page": PAGE, "topic": "Călători", "id": "x"}


def read(text: str, **options: str) -> tuple[Imported, dict[str, object]]:
    made = held("t.csv", one("t.csv", text.encode()), **SAID | options)
    (path,) = (each for each in made.files if each.endswith("x.yaml"))
    return made, slide(made, path)


def rows(head: str, cells: str, years: int = 2) -> str:
    return f"an;{head};valoare\n" + "".join(f"{2019 + n};{cells};{120 + n}\n" for n in range(years))


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        (rows("UM", "Mii calatori"), "mii călători"),
        (rows("UM: Mii persoane", "Mii persoane"), "mii persoane"),
        ("Călători\n- mii călători -\n" + rows("indicator", "a"), "mii călători"),
        ("an;calatori (mii)\n2019;120\n2020;121\n", "mii"),
        ("an;pasageri_mii\n2019;120\n2020;121\n", "mii"),
        ("an;rata (%)\n2019;12\n2020;13\n", "%"),
        ("an;linia;calatori (mii)\n2019;a;120\n2020;a;121\n", "mii"),
        (rows("indicator", "Lungime (km)"), "km"),
        (rows("unit", "THS_PER"), "mii persoane"),
    ],
)
def test_thousands_are_never_ones(text: str, unit: str) -> None:
    made, fields = read(text)
    assert fields["unit"] == {"ro": unit}
    assert f"({unit})" in fields["title"]["ro"]  # type: ignore[index]
    assert "unit" not in [question.option for question in made.questions]


def test_two_sizes_are_asked_about() -> None:
    made, _ = read(rows("UM;indicator", "mii persoane;Populație (persoane)"))
    (question,) = made.questions
    assert (question.code, question.option) == ("unit", "unit")
    assert [choice.answer for choice in question.choices] == ["mii persoane", "persoane"]
    assert not read(rows("UM;indicator", "mii persoane;Populație (persoane)"), unit="mii persoane")[0].questions


def test_a_unit_that_a_person_says_against_the_source_is_asked_for_again() -> None:
    made, _ = read(rows("UM", "Mii calatori"), unit="călători")
    (question,) = made.questions
    assert [(choice.option or question.option, choice.answer) for choice in question.choices] == [
        ("unit", "mii călători"),
        ("sure", "unit"),
    ]
    made, fields = read(rows("UM", "Mii calatori"), unit="călători", sure="unit")
    assert (made.questions, fields["unit"]) == ((), {"ro": "călători"})
    assert not read(rows("UM", "MIO_EUR"), unit="millió euró")[0].questions


def test_a_code_is_said_in_the_language_of_the_slide_or_asked_about() -> None:
    assert read(rows("unit", "MIO_EUR"), lang="hu")[1]["unit"] == {"hu": "millió euró"}
    made, fields = read(rows("unit", "CLV10_MEUR"))
    assert "unit" not in fields
    assert [(each.option, each.seen) for each in made.questions] == [("unit", "CLV10_MEUR")]


@pytest.mark.parametrize(
    ("head", "cells", "scope"),
    [
        ("Județe;Localități", "Timis;155243 MUNICIPIUL DE PROBA", None),
        ("Localitate", "Orașul de probă", None),
        ("Județe", "Timis", "județul Timiș, nu orașul"),
        ("geo", "RO42", "Regiunea Vest, nu orașul"),
        ("geo", "DE", "Germania, nu orașul"),
        ("Județe", "TOTAL", "România, nu orașul"),
    ],
)
def test_the_slide_says_of_whom_the_figures_are(head: str, cells: str, scope: str | None) -> None:
    made, fields = read(rows(head, cells))
    assert fields.get("scope") == (scope and {"ro": scope})
    assert not made.questions
    assert [finding.code for finding in made.findings] == (["scope"] if scope else [])


def test_another_city_is_said_and_asked_about() -> None:
    made, fields = read(rows("Localități", "MUNICIPIUL ARAD"))
    (question,) = made.questions
    assert fields["scope"] == {"ro": "Municipiul Arad"}
    assert [(choice.option or question.option, choice.answer) for choice in question.choices] == [
        ("scope", "Municipiul Arad"),
        ("sure", "city"),
    ]
    made, fields = read(rows("Localități", "MUNICIPIUL ARAD"), scope="Municipiul Arad")
    assert (made.questions, fields["scope"]) == ((), {"ro": "Municipiul Arad"})
    made, fields = read(rows("Localități", "Próbaváros"), sure="city")
    assert (made.questions, fields.get("scope")) == ((), None)


FLAGGED = "an;valoare;obs_flag\n2019;120;\n2020;130;b\n2021;131;\n2022;132;p\n2023;133;p\n2024;134;c\n"


def test_flags_go_where_the_slide_can_say_them() -> None:
    made, fields = read(FLAGGED)
    assert fields["breaks"] == [{"at": "2020", "note": {"ro": "serie întreruptă"}}]
    assert fields["scope"] == {"ro": "2022–2023: date provizorii"}
    assert "{first}" not in fields["title"]["ro"]  # type: ignore[index]
    assert made.files["data/x.csv"].endswith(b"2023,133\n2024,\n")
    assert [finding.code for finding in made.findings] == ["missing", "flag", "flag"]
    assert made.slides == ("x",)


def test_a_break_that_a_person_has_named_is_not_named_again() -> None:
    assert read(FLAGGED, breaks="2020=alt mod")[1]["breaks"] == [{"at": "2020", "note": {"ro": "alt mod"}}]
    assert "breaks" not in read(FLAGGED, since="2020")[1]


def test_all_figures_of_one_kind_are_marked_once() -> None:
    assert read(rows("Stare", "provizoriu"))[1]["scope"] == {"ro": "date provizorii"}
    assert read("an;valoare\n2019;120\n2020 (p);121\n")[1]["scope"] == {"ro": "2020: date provizorii"}
    assert "scope" not in read(rows("Stare", "definitiv"))[1]


def test_a_mark_nobody_can_read_is_asked_about() -> None:
    made, _ = read(FLAGGED.replace(";p", ";q"))
    (question,) = made.questions
    assert question.choices[0].answer == "obs_flag=ignore"
    assert not read(FLAGGED.replace(";p", ";q"), columns="obs_flag=ignore")[0].questions


def test_a_break_the_source_marks_is_not_headlined_by_a_slide_that_is_there() -> None:
    plain = FLAGGED.replace(";b", ";")
    there = held("t.csv", one("t.csv", plain.encode()), **SAID).files
    sentence = refusal("t.csv", one("t.csv", FLAGGED.encode()), there, **SAID)
    assert "would headline a break at 2020 (serie întreruptă)" in sentence


def test_figures_in_another_size_never_come_under_the_unit_of_a_slide_that_is_there() -> None:
    before, after = rows("UM", "persoane"), rows("UM", "Mii persoane")
    there = held("t.csv", one("t.csv", before.encode()), **SAID).files
    sentence = refusal("t.csv", one("t.csv", after.encode()), there, **SAID)
    assert "slides/x.yaml: says 'persoane' while the figures are now in 'mii persoane'" in sentence
    assert held("t.csv", one("t.csv", before.encode()), there, **SAID).files
    assert held("t.csv", one("t.csv", after.encode()), there, **SAID, sure="unit").files


def test_a_city_that_a_title_names_is_asked_about() -> None:
    made, _ = read("Populația municipiului Arad;\n" + rows("tip", "abc"))
    assert [question.option for question in made.questions] == ["scope"]
    assert not read("Populația municipiului Arad;\n" + rows("tip", "abc"), scope="municipiul Arad")[0].questions


def test_a_name_that_is_a_countys_and_its_seats_is_asked_about() -> None:
    made, _ = read("an;Timișoara;Arad\n2019;320;170\n2020;325;172\n", y="arad")
    (question,) = made.questions
    assert [choice.answer for choice in question.choices] == ["județul Arad, nu orașul", "municipiul Arad", "city"]
