"""Answers of a CKAN portal: refusals said, strings for numbers, which resource is meant."""

from decimal import Decimal
from typing import Any

import msgspec
import pytest

from content.findings import RefusedError
from content.questions import QuestionError
from content.readers.open_data import ckan, records, table

PACKAGE: dict[str, Any] = {
    "name": "transportul-public",
    "title": "Transportul  Public",
    "license_id": "cc-by",
    "license_title": "Creative Commons Attribution",
    "metadata_modified": "2021-05-20T19:41:54.957856",
    "organization": {"title": "Primăria", "type": "organization"},
    "resources": [
        {"id": "a1", "name": "TRANSPORT", "format": "CSV", "url": "https://x/a.csv", "datastore_active": True},
        {"id": "b2", "name": "TRANSPORT [normat]", "format": "csv", "url": "https://x/b.csv", "description": None},
        {"id": "c3", "name": "Metodologie", "format": "PDF", "url": "https://x/c.pdf"},
    ],
    "extras": [{"key": "Rata de actualizare", "value": "Anual"}],
}


def answer(result: Any) -> bytes:
    return msgspec.json.encode({"help": "…", "success": True, "result": result})


def package(**changes: Any) -> ckan.Package:
    return ckan.package(ckan.result(answer({**PACKAGE, **changes}), "x"), "x")


def refusal(run: Any, *args: Any) -> str:
    with pytest.raises(RefusedError) as refused:
        run(*args)
    return refused.value.findings[0].message


def test_a_package_says_its_licence_its_title_and_its_publisher() -> None:
    data_set = package()
    assert data_set.licence(data_set.resources[0]) == ("CC BY", "")
    assert (data_set.title, data_set.publisher) == ("Transportul  Public", "Primăria")


def test_licences_that_contradict_each_other_are_none() -> None:
    data_set = package(license_url="https://creativecommons.org/licenses/by-nc/4.0/")
    licence, sentence = data_set.licence(data_set.resources[0])
    assert licence is None
    assert sentence == "the portal gives the licences CC BY and CC BY-NC 4.0, expected one: ask the publisher"


def test_a_resource_may_have_its_own_licence() -> None:
    data_set = package(
        resources=[{"id": "a", "license": "http://publications.europa.eu/resource/authority/licence/CC0"}]
    )
    assert data_set.licence(data_set.resources[0]) == ("CC0", "")


# --- texts in several languages ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "texts",
    [
        {"title": "Public transport", "title_translated": {"ro": "Transport public", "en": "Public transport"}},
        {"title": {"en": "Public transport", "ro_RO": "Transport public"}},
        {"title": '{"en": "Public transport", "ro": "Transport public"}'},
        {"title": "Transport public", "title_translated": {"ro": "", "en": None}},
        {"title": "Transport public", "title_translated": None},
    ],
)
def test_a_title_in_several_languages_is_read_in_one(texts: dict[str, Any]) -> None:
    assert ckan.package({**PACKAGE, **texts}, "x", "ro").title == "Transport public"


def test_a_language_that_is_missing_is_another() -> None:
    texts = {"title_translated": {"en": "Public transport", "ro": "Transport public"}}
    assert ckan.package({**PACKAGE, **texts}, "x", "hu").title == "Transport public"
    assert ckan.package({**PACKAGE, "title": {"fr": "Transports"}}, "x", "hu").title == "Transports"
    assert ckan.package({**PACKAGE, "title": {"ro": " "}}, "x").title is None
    organization = {"title": "City hall", "title_translated": {"ro": "Primăria", "en": "City hall"}}
    assert ckan.package({**PACKAGE, "organization": organization}, "x").publisher == "Primăria"


def test_a_resource_is_known_by_its_name_in_any_language() -> None:
    translated = {"ro": "Tramvaie", "en": "Trams"}
    data_set = package(
        resources=[
            {"id": "a", "name": "Trams", "name_translated": translated, "format": "CSV"},
            {"id": "b", "name": {"ro": "Autobuze", "en": "Buses"}, "format": "CSV"},
        ]
    )
    assert [each.called for each in data_set.resources] == ["Tramvaie", "Autobuze"]
    assert [ckan.chosen(data_set, wanted, "x").id for wanted in ("Trams", "Tramvaie", "Buses", "b")] == list("aabb")


# --- what is not public --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"private": True}, "the data set 'transportul-public' is private, expected one that is published"),
        ({"private": "True"}, "the data set 'transportul-public' is private, expected one that is published"),
        ({"state": "deleted"}, "the data set 'transportul-public' is deleted, expected one that is published"),
        ({"state": "draft"}, "the data set 'transportul-public' is draft, expected one that is published"),
    ],
)
def test_what_is_not_public_is_never_read(changes: dict[str, Any], sentence: str) -> None:
    assert sentence in refusal(lambda: package(**changes))
    assert ckan.packages({"results": [{**PACKAGE, **changes}, PACKAGE]}, "x") == (package(),)


def test_a_resource_that_is_deleted_is_not_there() -> None:
    deleted = {"id": "d4", "name": "Altele", "format": "CSV", "state": "deleted"}
    data_set = package(resources=[*PACKAGE["resources"], deleted])
    assert ckan.chosen(data_set, "", "x").id == "b2"
    assert "no resource 'Altele'" in refusal(ckan.chosen, data_set, "Altele", "x")
    assert "has no resource that is published" in refusal(ckan.chosen, package(resources=[deleted]), "", "x")


# --- which resource is meant ---------------------------------------------------------------------------------------


def test_the_tidy_twin_is_taken_before_the_wide_table() -> None:
    assert ckan.chosen(package(), "", "x").id == "b2"
    assert ckan.chosen(package(), "TRANSPORT", "x").id == "a1"
    assert ckan.chosen(package(), "c3", "x").id == "c3"


def test_which_resource_is_asked_when_there_are_several() -> None:
    several = package(resources=[*PACKAGE["resources"], {"id": "d4", "name": "Altele", "format": "XLSX"}])
    with pytest.raises(QuestionError) as asked:
        ckan.chosen(several, "", "x")
    (question,) = asked.value.questions
    assert (question.option, question.seen) == ("resource", "2 resources that could be meant")
    assert [(choice.answer, choice.gives) for choice in question.choices] == [
        ("TRANSPORT", "CSV"),
        ("TRANSPORT [normat]", "CSV"),
        ("Metodologie", "PDF"),
        ("Altele", "XLSX"),
    ]
    assert "no resource 'alta'" in refusal(ckan.chosen, several, "alta", "x")
    same = package(
        resources=[{"id": "a", "name": "Date", "format": "CSV"}, {"id": "b", "name": "Date", "format": "CSV"}]
    )
    with pytest.raises(QuestionError) as asked:
        ckan.chosen(same, "", "x")
    assert [choice.answer for choice in asked.value.questions[0].choices] == ["a", "b"]


def formats(*each: tuple[str, str, str, str]) -> ckan.Package:
    return package(
        resources=[
            {"id": id, "name": name, "format": kind, "last_modified": day, "datastore_active": kind == "XLS"}
            for id, name, kind, day in each
        ]
    )


def test_of_one_table_in_several_formats_the_plainest_is_taken() -> None:
    day = "2024-05-01T10:00:00"
    table = [("a", "Tramvaie", "XLSX", day), ("b", "Tramvaie", "CSV", day), ("c", "Tramvaie", "PDF", day)]
    assert ckan.chosen(formats(*table), "", "x").id == "b"
    assert ckan.chosen(formats(*table[:2]), "Tramvaie", "x").id == "b"
    named = [
        ("a", "tramvaie.xlsx", "XLSX", day),
        ("b", "Tramvaie (CSV)", "text/csv", day),
        ("j", "tramvaie json", "JSON", day),
    ]
    assert ckan.chosen(formats(*named), "", "x").id == "b"
    assert ckan.chosen(formats(*named, ("d", "tramvaie", "XLS", day)), "", "x").id == "d"  # the datastore has its rows


@pytest.mark.parametrize(
    ("other", "kind", "day"),
    [
        ("Tramvaie", "CSV", "2024-05-01"),
        ("Autobuze", "XLSX", "2024-05-01"),
        ("Tramvaie", "XLSX", "2025-05-01"),  # modified later: not the same table
        ("Tramvaie", "GeoJSON", "2024-05-01"),
    ],
)
def test_what_may_be_two_tables_is_asked(other: str, kind: str, day: str) -> None:
    with pytest.raises(QuestionError):
        ckan.chosen(formats(("a", "Tramvaie", "CSV", "2024-05-01"), ("b", other, kind, day)), "", "x")


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"format": ".CSV"}, "csv"),
        ({"format": "text/csv"}, "csv"),
        ({"format": "application/vnd.ms-excel"}, "xls"),
        ({"format": "Excel (.xlsx)"}, "xlsx"),
        ({"format": "http://publications.europa.eu/resource/authority/file-type/GEOJSON"}, "geojson"),
        ({"format": "", "mimetype": "text/csv"}, "csv"),
        ({"format": None, "url": "https://x.ro/a/tramvaie.xlsx?v=2"}, "xlsx"),
        ({"format": "JSON-LD"}, "json-ld"),
        ({"format": "PNG"}, "png"),
        ({}, ""),
    ],
)
def test_what_format_a_resource_has(fields: dict[str, Any], kind: str) -> None:
    assert package(resources=[{"id": "a", **fields}]).resources[0].kind == kind


@pytest.mark.parametrize(
    ("name", "subject"),
    [
        ("Număr de tramvaie 2015–2023", "Număr de tramvaie 2015–2023"),
        ("numar_tramvaie_2023.csv", "numar tramvaie 2023"),
        ("Tramvaie [normat]", "Tramvaie"),
        ("Tramvaie (CSV)", "Tramvaie"),
        ("Tramvaie CSV", "Tramvaie"),
        ("Tramvaie pe str.Unirii", "Tramvaie pe str.Unirii"),
        ("Tramvaie (2015-2023) (actualizat)", "Tramvaie"),
        ("Pasageri (mii)", "Pasageri (mii)"),
        ("TRANSPORT", ""),
        ("Transportul public CSV", ""),
        ("Date 2023.xlsx", ""),
        ("Trimestrul III 2023", ""),
        ("Resursă nouă", "Resursă nouă"),
        ("a1", ""),
        (None, ""),
    ],
)
def test_a_resource_is_a_subject_when_its_name_says_more_than_the_title(name: str | None, subject: str) -> None:
    data_set = package(resources=[{"id": "a1", "name": name}])
    assert data_set.subject(data_set.resources[0]) == subject


def test_sizes_and_what_the_datastore_has() -> None:
    sizes = [
        package(resources=[{"id": "a", "size": size}]).resources[0].bytes
        for size in (394, "394", Decimal("394.0"), "12 MB", None)
    ]
    assert sizes == [394, 394, 394, 0, 0]
    part = {"datastore_active": True, "datastore_contains_all_records_of_source_file": False}
    assert not package(resources=[{"id": "a", **part}]).resources[0].has_rows
    for yes in (True, "True", 1):
        assert package(resources=[{"id": "a", "datastore_active": yes, "mimetype": {}}]).resources[0].has_rows
    assert not package(resources=[{"id": "a", "datastore_active": None, "license": []}]).resources[0].has_rows


def test_a_search_that_finds_several_names_them() -> None:
    packages = ckan.packages({"count": 2, "results": [PACKAGE, {**PACKAGE, "name": "biciclete"}]}, "x")
    assert ckan.only(packages[:1], "transport", "x").name == "transportul-public"
    with pytest.raises(QuestionError) as asked:
        ckan.only(packages, "t", "x")
    (question,) = asked.value.questions
    assert (question.option, question.seen) == ("search", "2 data sets")
    assert [choice.answer for choice in question.choices] == ["transportul-public", "biciclete"]
    assert ckan.only(packages, "biciclete", "x").name == "biciclete"
    assert "found no data set with the words 'metrou'" in refusal(ckan.only, (), "metrou", "x")


def test_numbers_as_strings_and_null_is_missing() -> None:
    rows = [
        {"_id": 1, "an": "2018-01-01T00:00:00", "valoare": "1,5"},
        {"_id": 2, "an": "2019-01-01T00:00:00", "valoare": None},
        {"_id": 3, "an": "2020-01-01T00:00:00", "valoare": 7},
    ]
    page = ckan.page({"records": rows, "total": 3, "fields": []}, "x")
    points = table.chosen(records.table(page.records, "x"), {}, "an", "valoare")
    assert points == [("2018", Decimal("1.5")), ("2019", None), ("2020", Decimal(7))]
    assert (page.total, page.count) == (3, 3)
    assert ckan.page({"records": rows, "total": 3000, "total_was_estimated": True}, "x").count is None
    assert ckan.whole({"records": rows, "total": 3}, "x") == rows
    assert "has 3 of the 40 rows of its resource" in refusal(ckan.whole, {"records": rows, "total": 40}, "x")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"<html>", "is not JSON"),
        (b"[]", "is no answer of a CKAN Action API"),
        (b'{"data": 1}', "is no answer of a CKAN Action API"),
        (b'{"success": false, "error": {"message": "Not found", "__type": "Not Found Error"}}', "refused: Not found;"),
        (b'{"success": false, "error": {"__type": "Validation Error", "q": ["x"]}}', "refused: Validation Error;"),
        (b'{"success": false}', "refused: None"),
    ],
)
def test_what_the_portal_refuses_is_said(data: bytes, sentence: str) -> None:
    assert sentence in refusal(ckan.result, data, "x")


@pytest.mark.parametrize("value", [None, [], {"records": 1}, {"records": [1]}, {"total": 3}])
def test_an_answer_of_another_shape_is_refused(value: Any) -> None:
    assert "is not as the CKAN Action API answers" in refusal(ckan.page, value, "x")
