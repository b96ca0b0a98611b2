"""Every importer by its name."""

import msgspec
import pytest

from content.imports.registry import IMPORTERS, importer


@pytest.mark.parametrize("name", IMPORTERS)
def test_every_name_is_an_importer_whose_options_have_defaults(name: str) -> None:
    reader = importer(name)
    assert issubclass(reader.options, msgspec.Struct)
    assert reader.options() == reader.options()
    assert callable(reader.converse)


def test_another_name_is_none() -> None:
    with pytest.raises(KeyError):
        importer("nix")
