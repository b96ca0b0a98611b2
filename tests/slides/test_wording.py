"""The fixed words of slides, in the five languages."""

from content.slides import wording


def test_every_fixed_word_is_in_every_language_and_without_cedilla() -> None:
    for name, said in wording._TABLE.items():
        assert len(said) == 5, name
        assert len({text.count("{}") for text in said}) == 1, name
        assert not set("".join(said)) & set("şţŞŢ"), name
        assert all("Ѐ" <= letter <= "ӿ" or not letter.isalpha() for letter in said[4].replace("QR", "")), name
