"""The faults for which a pack is refused."""

import pytest

from content.findings import Finding, RefusedError
from content.pack.parse import parse


def refused(files: dict[str, bytes]) -> tuple[Finding, ...]:
    """All faults of files that are no pack."""
    with pytest.raises(RefusedError) as caught:
        parse(files)
    return caught.value.findings


def only(files: dict[str, bytes]) -> str:
    """The code and the sentence of the one fault."""
    (finding,) = refused(files)
    return f"{finding.code} {finding}"
