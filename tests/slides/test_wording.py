"""The fixed words of slides, in the five languages."""

from content.slides import wording


def test_every_fixed_word_is_in_every_language_and_without_cedilla() -> None:
    for name, texts in wording.TABLE.items():
        assert len(texts) == 5, name
        assert len({text.count("{}") for text in texts}) == 1, name
        assert not set("".join(texts)) & set("şţŞŢ"), name
        assert all("Ѐ" <= letter <= "ӿ" or not letter.isalpha() for letter in texts[4].replace("QR", "")), name
