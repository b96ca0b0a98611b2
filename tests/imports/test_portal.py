"""The conversation with a CKAN portal, from an address to rows."""

from typing import Any

import msgspec
import pytest

from content.imports.conversation import Ask, Told
from tests.imports.test_dataset import PAGE, PORTAL, ROWS, TRAMS, Portal, held, refusal, slide
from tests.readers.open_data.test_gtfs import packed


@pytest.mark.parametrize(
    "source",
    [
        PAGE,
        f"{PORTAL}/ro/dataset/transportul-public",
        f"{PAGE}/resource/r1",
        f"{PORTAL}/api/3/action/package_show?id=transportul-public",
        f"{PORTAL}/api/action/datastore_search?resource_id=r1&limit=5",
        f"{PORTAL}/api/3/action/package_search?q=tramvaie",
    ],
)
def test_the_addresses_of_a_data_set(source: str) -> None:
    assert "data/transportul-public.csv" in held(source, Portal(ROWS)).files


def test_words_to_search_for() -> None:
    assert "data/transportul-public.csv" in held(PORTAL, Portal(ROWS), search="tramvaie").files
    assert "found no data set with the words 'metrou'" in refusal(PORTAL, Portal(ROWS), search="metrou")


def test_a_resource_that_is_not_in_the_datastore_is_read_as_its_file() -> None:
    site = Portal()
    made = held(PAGE, site, where=f"indicator={TRAMS}")
    assert site.asked[-1] == f"{PORTAL}/download/b.csv"
    assert made.files["data/tramvaie-in-circulatie.csv"].decode().splitlines()[1:] == [
        f"{TRAMS},{year},{value}" for year, value in [(2016, 143), (2017, ""), (2018, 146), (2019, 82)]
    ]


def test_a_datastore_that_is_said_to_be_there_and_is_not() -> None:
    site = Portal(ROWS)
    site.datastore_search = lambda asked: None  # type: ignore[method-assign]
    assert "data/tramvaie-in-circulatie.csv" in held(PAGE, site, where=f"indicator={TRAMS}").files


def test_a_portal_that_stops_in_the_middle_is_refused() -> None:
    site = Portal(ROWS)
    site.datastore_search = (
        lambda asked: {  # type: ignore[method-assign]
            "records": ROWS[:2] if asked["offset"] == "0" else [],
            "total": 4,
        }
    )
    assert "gave 2 rows and says it has 4" in refusal(PAGE, site)


def test_a_portal_without_a_total_is_asked_until_a_page_is_empty() -> None:
    site = Portal(ROWS)
    site.datastore_search = (
        lambda asked: {  # type: ignore[method-assign]
            "records": ROWS[int(asked["offset"]) :][:2]
        }
    )
    assert held(PAGE, site).files["data/transportul-public.csv"].count(b"\n") == 5
    assert [address.rpartition("offset=")[2] for address in site.asked[1:]] == [
        "0&sort=_id",
        "2&sort=_id",
        "4&sort=_id",
    ]


def test_what_the_portal_refuses_is_said() -> None:
    assert "the portal refused: Not found" in refusal(f"{PORTAL}/dataset/metrou", Portal(ROWS))


def test_a_saved_answer_of_a_portal_still_asks_the_portal() -> None:
    site = Portal(ROWS)
    site.package["resources"][0]["url"] = f"{PAGE}/resource/r1/download/b.csv"
    saved = msgspec.json.encode({"success": True, "result": {"count": 1, "results": [site.package]}})
    site.files["s.json"] = saved
    assert "data/transportul-public.csv" in held("s.json", site).files


def test_a_publisher_is_the_source_and_a_resource_names_its_slide() -> None:
    resource = {"id": "r1", "name": "Tramvaie în circulație", "format": "CSV", "datastore_active": True}
    site = Portal(
        [{"an": row["an"], "valoare": row["valoare"]} for row in ROWS],
        title={"ro": "Transportul Public", "en": "Public transport"},
        organization={"title": "Primăria Exemplu"},
        license_url="https://creativecommons.org/licenses/by/4.0/",
        resources=[{**resource, "last_modified": "2020-02-01T10:00:00"}],
    )
    fields = slide(held(PAGE, site), "slides/tramvaie-in-circulatie.yaml")
    assert fields["title"] == {"ro": "Tramvaie în circulație: {first} în {first_x}, {last} în {last_x}"}
    assert fields["topic"] == {"ro": "Transportul Public"}
    assert (fields["source"]["name"], fields["source"]["licence"]) == ("Primăria Exemplu", "CC BY 4.0")
    english = slide(held(PAGE, site, lang="en"), "slides/tramvaie-in-circulatie.yaml")
    assert english["topic"] == {"en": "Public transport"}


def test_a_contradiction_of_licences_is_left_to_a_person() -> None:
    made = held(PAGE, Portal(ROWS, license_url="https://creativecommons.org/licenses/by-nc/4.0/"))
    assert b"`source.licence`" in made.files["drafts/transportul-public.yaml"]
    assert "the portal gives the licences CC BY and CC BY-NC 4.0" in " ".join(map(str, made.findings))


def test_the_datastore_is_not_asked_for_a_part() -> None:
    site = Portal(ROWS)
    site.package["resources"][0]["datastore_contains_all_records_of_source_file"] = False
    held(PAGE, site, where=f"indicator={TRAMS}")
    assert site.asked[-1] == f"{PORTAL}/download/b.csv"


def test_a_file_too_large_is_not_fetched() -> None:
    site = Portal()
    site.package["resources"][0]["size"] = 250_000_000
    assert "the file of 'TRANSPORT [normat]' has 250,000,000 bytes, expected at most 20,000,000" in refusal(PAGE, site)
    assert len(site.asked) == 1


@pytest.mark.parametrize("changes", [{"private": True}, {"state": "deleted"}, {"state": "draft"}])
def test_what_is_not_public_is_refused_also_where_it_was_saved(changes: dict[str, Any]) -> None:
    why = changes.get("state", "private")
    assert f"is {why}, expected one that is published" in refusal(PAGE, Portal(ROWS, **changes))
    site = Portal(ROWS, **changes)
    site.files["s.json"] = msgspec.json.encode({"success": True, "result": site.package})
    assert f"is {why}, expected one that is published" in refusal("s.json", site)


def test_a_timetable_of_a_portal_is_counted() -> None:
    site = Portal(title="Orare", organization={"title": "STPT"})
    site.package["resources"][0]["format"] = "GTFS"
    site.files[f"{PORTAL}/download/b.csv"] = packed()
    made = held(PAGE, site, by="routes")
    assert made.files["data/transport-public.csv"] == b"linia,valoare\n33,5\n1,2\n"
    fields = slide(made, "slides/transport-public.yaml")
    assert fields["source"] == {"name": "STPT", "url": PAGE, "licence": "CC BY"}


LOGIN = b"<!DOCTYPE html><form><input type='text'><input type=\"password\"></form>"


@pytest.mark.parametrize(
    ("address", "body", "sentence"),
    [
        (
            f"{PORTAL}/user/login?came_from=/dataset",
            b"<html>",
            f"{PORTAL}/user/login?came_from=/dataset: asks to sign in",
        ),
        (PAGE, LOGIN, "asks to sign in, expected data that are public"),
        (PAGE, b"<!DOCTYPE html><p>Acasa", "answered with a web page, expected JSON: is this a CKAN portal?"),
    ],
)
def test_a_page_instead_of_an_answer_is_told_from_a_page_to_sign_in(address: str, body: bytes, sentence: str) -> None:
    def answer(ask: Ask) -> Told:
        return Told(address=address, status=200, body=body)

    assert sentence in refusal(PAGE, answer)


def test_a_file_behind_a_page_to_sign_in_is_refused() -> None:
    site = Portal()
    site.files[f"{PORTAL}/download/b.csv"] = LOGIN
    assert "asks to sign in, expected data that are public" in refusal(PAGE, site)
    site.files[f"{PORTAL}/download/b.csv"] = b"<html>Tramvaie"
    assert "is a web page, expected a data file" in refusal(PAGE, site)
