"""Every importer by its name."""

import msgspec
import pytest

from content.imports.registry import IMPORTERS, importer


@pytest.mark.parametrize("name", IMPORTERS)
def test_every_name_is_an_importer_whose_options_have_defaults(name: str) -> None:
    found = importer(name)
    assert issubclass(found.options, msgspec.Struct)
    assert found.options() == found.options()
    assert callable(found.converse)


def test_another_name_is_none() -> None:
    with pytest.raises(KeyError):
        importer("nix")
