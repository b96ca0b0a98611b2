"""Rules about how hard a text is, for Romanian and English: long words, long sentences, and the two together.

The formula is LIX (Björnsson 1968): words a sentence + per cent of words of more than six letters. It counts letters
and needs no syllables, so it is the same for both languages; above 60 a text is very difficult.
"""

import re
from collections.abc import Iterator

from content.checks.subject import Fault, Subject, WrittenText, file_of, prose
from content.phrases import Values, said

LONG_WORD = 15
"""Letters. Longer words are read twice from a distance."""
LONG_SENTENCE = 18
"""Words. Plain-language guides ask for 15 to 20 on average; on a screen there is no second look."""
VERY_DIFFICULT = 60
LEAST_WORDS = 20
"""Words a text must have before LIX says something about it."""
LANGUAGES = ("ro", "en")
_SHOWN = 80
"""So many characters of a text are named in a finding."""

_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_STOP = re.compile(r"(?<=[.!?…])\s+(?=[A-ZĂÂÎȘȚ„“\"(])|\n+")
_ADDRESS = re.compile(r"\W?\w[\w-]*(?:\.\w[\w-]*)+\W*")
_SHORTENED = re.compile(r"\b(?:str|bd|nr|dl|dna|art|alin|lit|ex|etc|St|Mr|Mrs|No)\.\s", re.IGNORECASE)


def _texts(subject: Subject) -> Iterator[tuple[str, WrittenText]]:
    for slide_id, slide in subject.pack.slides.items():
        for written in prose(subject.pack.city, slide):
            if written.lang in LANGUAGES:
                yield file_of(slide_id), written


def words(text: str) -> list[str]:
    """The words of a text; addresses and numbers are none."""
    return [word for part in text.split() if not _is_address(part) for word in _WORD.findall(part)]


def _is_address(part: str) -> bool:
    return "://" in part or ("/" in part and "." in part) or bool(_ADDRESS.fullmatch(part))


def _shown(text: str) -> str:
    """The text as a sentence names it."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def sentences(text: str) -> list[str]:
    """A shortening as `str.` or `art.` ends no sentence."""
    whole = _SHORTENED.sub(lambda shortened: shortened[0].replace(".", ""), text)
    return [part for part in _STOP.split(whole) if words(part)]


def lix(text: str) -> float:
    """Readability index: 30 easy, 40 middling, 50 difficult, 60 very difficult. `text` has at least one word."""
    all_words = words(text)
    long = sum(len(word) > 6 for word in all_words)
    return len(all_words) / len(sentences(text)) + 100 * long / len(all_words)


def long_words(subject: Subject) -> Iterator[Fault]:
    """Words too long to be taken in at a glance."""
    for where, written in _texts(subject):
        for word in words(written.text):
            if max(map(len, word.split("-"))) > LONG_WORD:
                message = said(
                    "has the word {word!r} of {word2} letters, expected at most {long_word}",
                    word=_shown(word),
                    word2=len(word),
                    long_word=LONG_WORD,
                )
                values: Values = {"word": _shown(word), "count": len(word), "most": LONG_WORD}
                yield Fault(
                    f"{where}:{written.path}", message, "say it with shorter words", lang=written.lang, values=values
                )


def long_sentences(subject: Subject) -> Iterator[Fault]:
    """Sentences that are too long; of each text the longest is named."""
    for where, written in _texts(subject):
        long = [each for each in sentences(written.text) if len(words(each)) > LONG_SENTENCE]
        if long:
            longest = max(long, key=lambda each: len(words(each)))
            what = said("a sentence") if len(long) == 1 else said("{long} long sentences, one", long=len(long))
            start = _shown(" ".join(longest.split()[:4]))
            message = said(
                "has {what} of {longest} words ('{start} …'), expected at most {long_sentence}",
                what=what,
                longest=len(words(longest)),
                start=start,
                long_sentence=LONG_SENTENCE,
            )
            values: Values = {"count": len(words(longest)), "start": start, "most": LONG_SENTENCE}
            yield Fault(
                f"{where}:{written.path}", message, "make two sentences of one", lang=written.lang, values=values
            )


def difficult(subject: Subject) -> Iterator[Fault]:
    """Texts whose LIX is that of a law."""
    for where, written in _texts(subject):
        if len(words(written.text)) >= LEAST_WORDS and (index := lix(written.text)) > VERY_DIFFICULT:
            message = said(
                "is very difficult to read (LIX {index:.0f}), expected at most {very_difficult}",
                index=index,
                very_difficult=VERY_DIFFICULT,
            )
            fix = said("use shorter words and shorter sentences")
            values: Values = {"index": round(index), "most": VERY_DIFFICULT}
            yield Fault(f"{where}:{written.path}", message, fix, lang=written.lang, values=values)
