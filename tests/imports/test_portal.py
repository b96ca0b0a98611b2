"""The conversation with a CKAN portal, from an address to rows."""

import msgspec
import pytest

from tests.imports.test_dataset import PAGE, PORTAL, ROWS, TRAMS, Portal, held, refusal


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


def test_what_the_portal_refuses_is_said() -> None:
    assert "the portal refused: Not found" in refusal(f"{PORTAL}/dataset/metrou", Portal(ROWS))


def test_a_saved_answer_of_a_portal_still_asks_the_portal() -> None:
    site = Portal(ROWS)
    site.package["resources"][0]["url"] = f"{PAGE}/resource/r1/download/b.csv"
    saved = msgspec.json.encode({"success": True, "result": {"count": 1, "results": [site.package]}})
    site.files["s.json"] = saved
    assert "data/transportul-public.csv" in held("s.json", site).files
