"""Telephones, laws and addresses in Romanian prose."""

import pytest

from content.readers.calls import romanian
from tests.readers.calls.test_notice import call


def test_telephones_without_fax_and_without_dates() -> None:
    text = "tel. 0256/408.300, +40 721 123 456, fax 0258/861280, în perioada 02.05.2026-01.08.2026, CUI 14756536"
    assert romanian.phones(text) == ["0256 408 300", "0721 123 456"]


def test_laws_and_addresses() -> None:
    assert romanian.laws("Legea nr.52/2003, Legii 273 / 2006, legea nr. 52/2003") == ["52/2003", "273/2006"]
    assert romanian.links("pe www.oras.ro/x, https://a.ro/b.") == ["https://www.oras.ro/x", "https://a.ro/b"]


@pytest.mark.parametrize("piece", ["a", "a.", "1.", "www.", "str. a.", "0 ", "până la ", "proiect de hotărâre "])
def test_a_text_that_never_ends_its_words_is_read_in_one_pass(piece: str) -> None:
    """Patterns that begin again at every letter would take minutes."""
    assert call("Propuneri " + piece * (100_000 // len(piece))).closes is None
