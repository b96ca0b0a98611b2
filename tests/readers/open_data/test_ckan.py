"""Answers of a CKAN portal: refusals said, strings for numbers, which resource is meant."""

from decimal import Decimal
from typing import Any

import msgspec
import pytest

from content.findings import RefusedError
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


def test_a_package_says_its_licence_and_its_title() -> None:
    data_set = package()
    assert (data_set.licence, data_set.title, data_set.metadata_modified) == (
        "CC BY",
        "Transportul  Public",
        "2021-05-20T19:41:54.957856",
    )


@pytest.mark.parametrize(
    ("sentence", "title", "licence"),
    [
        ("notspecified", "License Not Specified", None),
        ("", None, None),
        (None, None, None),
        ("other-open", "Other (Open)", None),
        ("odc-odbl", "x", "ODbL"),
        ("ro-ogl", "Licența pentru o guvernare deschisă", "Licența pentru o guvernare deschisă"),
    ],
)
def test_a_licence_that_names_no_terms_is_none(sentence: str | None, title: str | None, licence: str | None) -> None:
    assert package(license_id=sentence, license_title=title).licence == licence


def test_the_tidy_twin_is_taken_before_the_wide_table() -> None:
    assert ckan.chosen(package(), "", "x").id == "b2"
    assert ckan.chosen(package(), "TRANSPORT", "x").id == "a1"
    assert ckan.chosen(package(), "c3", "x").id == "c3"


def test_which_resource_is_asked_when_there_are_several() -> None:
    several = package(resources=[*PACKAGE["resources"], {"id": "d4", "name": "Altele", "format": "XLSX"}])
    message = refusal(ckan.chosen, several, "", "x")
    assert message.startswith("has 2 resources that could be meant; expected one of: 'TRANSPORT' (CSV, a1)")
    assert "'Altele' (XLSX, d4)" in message
    assert "has no resource 'alta'" in refusal(ckan.chosen, several, "alta", "x")


def test_a_search_that_finds_several_names_them() -> None:
    packages = ckan.packages({"count": 2, "results": [PACKAGE, {**PACKAGE, "name": "biciclete"}]}, "x")
    assert ckan.only(packages[:1], "transport", "x").name == "transportul-public"
    assert "found 2 data sets: transportul-public, biciclete" in refusal(ckan.only, packages, "t", "x")
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
    assert page.total == 3


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
