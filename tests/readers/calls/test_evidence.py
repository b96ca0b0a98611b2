"""What a person is shown of a text's days."""

from datetime import date

from content.readers.calls.evidence import around, choices, doubtful, listed, open_words
from content.readers.calls.periods import times

TODAY = date(2026, 11, 23)
TEXT = """Termenul de 4 decembrie 2026 se prelungește până la 11 decembrie.
Apoi începând cu 12.12.2026, timp de 5 zile lucrătoare."""
TIMES = times(TEXT, TODAY)


def test_the_words_around_a_place_are_whole() -> None:
    line = "cuvinte " * 20 + "AICI " + "cuvinte " * 20
    words = around(f"alt rând\n{line}\nalt rând", line.index("AICI") + 9)
    assert words.startswith("…cuvinte ")
    assert words.endswith(" cuvinte…")
    assert "AICI" in words
    assert around("scurt", 2) == "scurt"


def test_the_ends_to_choose_from() -> None:
    (choice,) = choices(TEXT, TIMES.intervals)
    assert choice.answer == "2026-12-11"
    assert "se prelungește până la 11 decembrie" in choice.gives


def test_what_is_doubtful_is_asked_once() -> None:
    asked = {each.asks: each.seen for each in doubtful("expires", TIMES)}
    assert "more than one way" in asked["which day is meant?"]
    assert asked["is this the year, which the text does not say?"] == "2026-12-11"
    assert "2026-12-04 no longer holds" in asked["does the new day take the place of the old one?"]


def test_every_day_is_listed_with_its_words() -> None:
    listing = listed(TEXT, TIMES)
    assert [line.partition(":")[0] for line in listing][:2] == ["până pe 11 decembrie", "din 12 decembrie"]
    assert listing[2].startswith("2026-12-04 no longer holds")


def test_what_a_text_says_of_an_end_without_its_day() -> None:
    assert any("timp de 5 zile lucrătoare" in words for words in open_words(TEXT, TIMES))
    assert open_words("Mâine și până la sfârșitul lunii decembrie", times("", TODAY)) == [
        "Mâine",
        "până la sfârșitul lunii decembrie",
    ]
