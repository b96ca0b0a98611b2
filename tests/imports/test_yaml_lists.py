"""Adding to a YAML list leaves the rest as a person wrote it."""

import pytest
import yaml

from content.findings import RefusedError
from content.imports import yaml_lists

BY_HAND = b"""# de la primarie
campaigns:
  - {id: "mereu", playlist: civic}   # toata iarna

other: [1, 2]
"""


@pytest.mark.parametrize("before", [BY_HAND, BY_HAND.replace(b"  - ", b"- "), b"", b"campaigns: []\n", b"x: 1\n"])
def test_entries_are_added_and_what_was_there_stays(before: bytes) -> None:
    after = yaml_lists.extended(before, "campaigns.yaml", "campaigns", [{"id": "nou", "days": ["mon"]}])
    was, now = yaml.safe_load(before) or {}, yaml.safe_load(after)
    assert now["campaigns"] == [*was.get("campaigns", []), {"id": "nou", "days": ["mon"]}]
    assert {key: now[key] for key in was if key != "campaigns"} == {k: v for k, v in was.items() if k != "campaigns"}
    kept = [line for line in before.splitlines() if line.strip() and line != b"campaigns: []"]
    assert all(line in after for line in kept)


def test_what_is_no_mapping_is_refused() -> None:
    with pytest.raises(RefusedError, match=r"campaigns\.yaml"):
        yaml_lists.extended(b"- 1\n", "campaigns.yaml", "campaigns", [])
