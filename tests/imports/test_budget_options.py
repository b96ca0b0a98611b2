"""Whose year and stage a budget is of: said by a person, the source or its name, never guessed."""

import pytest

from content.findings import RefusedError
from content.imports import options
from content.imports.budget import IMPORTER
from content.imports.conversation import Context, Imported, Told, held
from content.pack.parse import parse
from tests.imports.test_budget import CITY, NOW, SPENT


def only(source: str, **chosen: str) -> Imported:
    """The expenditure of the sample by another name, with nothing said but its unit."""
    picked = options.chosen({"unit": "thousand lei", **chosen}, IMPORTER.options)
    context = Context(parse(CITY), CITY, NOW)
    return held(IMPORTER.converse(source, picked, context), lambda ask: Told(address=ask.address, body=SPENT))


@pytest.mark.parametrize(
    ("source", "stage"),
    [
        ("Proiect-buget-2025.csv", "draft"),
        ("executia_bugetului_2025.csv", "executed"),
        ("buget-2025-aprobat-HCL-31.csv", "voted"),
    ],
)
def test_the_stage_may_be_in_the_name(source: str, stage: str) -> None:
    imported = only(source)
    assert f"status: {stage}" in imported.files["drafts/buget-2025-100.yaml"].decode()


def test_the_stage_is_never_guessed() -> None:
    with pytest.raises(RefusedError, match="whether this budget is a draft, voted or executed"):
        only("buget-2025.csv")
