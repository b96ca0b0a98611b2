"""The financing sources A to G."""

from content.readers.budgets import financing


def test_sources_have_a_name_in_every_language() -> None:
    assert "".join(financing.SOURCES) == "ABCDEFG"
    for source in financing.SOURCES.values():
        assert set(source.name) == {"ro", "en", "hu", "de", "sr"}
        assert not set("şţŞŢ") & set(source.name["ro"])
