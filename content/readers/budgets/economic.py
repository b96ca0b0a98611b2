"""Rows of the economic classification between those of the functional one: what is bought, not what for.

The forms of law 273/2006 list titles (`20`), articles (`20.02`) and paragraphs below the total and below every chapter.
Codes collide: article 51.02 (capital transfers) is written as chapter 51.02 (public authorities). Decides by the title
that is open, by words, by the order of chapters and by what the title adds up to; what none of them tells is unsure,
and only a total that adds up may prove it. Titles and articles are those of Order 1954/2005, annex 2.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import NamedTuple

from content.readers.budgets import codes

TITLES = codes.words("""
    01 10 20 30 40 50 51 55 56 57 58 59 60 61 62 65 70 71 72 75 79 80 81 82 83 84 85 86 88 90
""")
"""Titles and their groups. Among them are numbers of chapters; 54, 66, 67, 68, 74 and 87 are of chapters only."""
_TITLE_WORDS = ("titlul", "titlu ", "cheltuieli curente", "cheltuieli de capital", "operatiuni financiare")
_CHAPTERS = {
    "50": ("partea", "servicii publice generale"),
    "51": ("autorit",),
    "55": ("tranzactii", "datori", "dobanzi"),
    "56": ("caracter general",),
    "59": ("partea", "aparare"),
    "60": ("aparare",),
    "61": ("ordine publica", "siguranta"),
    "65": ("invatamant",),
    "70": ("locuinte", "dezvoltare publica"),
    "79": ("partea", "actiuni economice"),
    "80": ("actiuni generale", "comerciale"),
    "81": ("combustibil", "energie"),
    "83": ("agricultura", "silvicultura"),
    "84": ("transporturi", "transport"),
}
"""Words of chapters and of parts whose numbers are also those of titles."""
_ARTICLES = {
    "50": ("fond",),
    "51": ("transfer", "alte transfer"),
    "55": ("transfer", "contributii"),
    "56": ("program", "finantar", "cheltuieli neeligibile"),
    "59": ("ajutor", "ajutoare", "despagubiri"),
    "60": ("program", "finantar", "fonduri"),
    "61": ("program", "finantar", "fonduri"),
    "65": ("rambursar", "alte cheltuieli aferente programelor"),
    "80": ("imprumut", "alte imprumut", "credite"),
    "81": ("rambursar", "diferente de curs"),
    "84": ("plati efectuate",),
}
"""Words that articles and paragraphs of the same numbers begin with."""
_TITLE_NAMES = (
    "transferuri",
    "alte transferuri",
    "proiecte",
    "alte cheltuieli",
    "imprumuturi",
    "rambursari",
    "plati",
    "cheltuieli aferente",
)
_MOST_ARTICLES = 200
"""Rows of one title that are added up."""
_BELOW_FORTY_NINE = ("10", "20", "30", "40")
_OF_REVENUE = ("venitur", "incas", "impozit", "taxe")


class CodedRow(NamedTuple):
    """A row before it is known what its code is of; `code` is None for one without."""

    number: int
    code: str | None
    name: str


class EconomicRows(NamedTuple):
    """The rows of the economic classification, and those of them of which nothing tells but a total that adds up."""

    numbers: frozenset[int]
    unsure: tuple[CodedRow, ...]


def told_apart(rows: Sequence[CodedRow], amount: Callable[[int], Decimal | None]) -> EconomicRows:
    """Which of the rows are economic; none where all codes are of one pair, or none is. `amount` is that of a row, by
    its number."""
    known = [row.code for row in rows if row.code and row.code[:2] != "00"]
    if not any("." in code and codes.role(code, "") == "chapter" for code in known):
        return EconomicRows(frozenset(), ())
    if not any(map(_bare, known)) and not any(_called_article(row) for row in rows):
        return EconomicRows(frozenset(), ())
    counted = Counter(source for code in known if (source := codes.source(code)) in codes.SOURCES)
    main = codes.LOCAL if codes.LOCAL in counted else next(iter(counted.most_common(1)), ("", 0))[0]
    return _Walk(rows, main or "", amount).result()


def _called_article(row: CodedRow) -> bool:
    """Whether a row with the code of a chapter has the name of an article."""
    first = (row.code or "")[:2]
    return first in _ARTICLES and "." in (row.code or "") and _words(row).startswith(_ARTICLES[first])


def _words(row: CodedRow) -> str:
    return codes.plain(codes.display(row.name))


def _bare(code: str) -> bool:
    return "." not in code and code not in ("49", *codes.RESULTS)


class _Walk:
    """Goes through the rows of a form from top to bottom and remembers which title and which chapter are open."""

    def __init__(self, rows: Sequence[CodedRow], main: str, amount: Callable[[int], Decimal | None]) -> None:
        self.rows, self.main, self.amount = rows, main, amount
        self.economic: set[int] = set()
        self.unsure: list[CodedRow] = []
        self.title: str | None = None
        self.title_at = 0
        self.articles: dict[str, int] = {}
        self.chapter: str | None = None
        self.chapters: dict[str, int] = {}
        self.spending = False

    def result(self) -> EconomicRows:
        for at, row in enumerate(self.rows):
            words = _words(row)
            if row.code is None:
                if words.startswith("din total"):
                    self.title = None
            elif self._is_title(row.code, words):
                self._opened(at, row, words)
            elif self._is_article(at, row.code, words):
                self.articles[row.code] = row.number
                self.economic.add(row.number)
            else:
                self._functional(row)
        return EconomicRows(frozenset(self.economic), tuple(self.unsure))

    def _opened(self, at: int, row: CodedRow, words: str) -> None:
        """A title; unsure where its number is a chapter's as well and neither its name nor an article tells."""
        code = "01" if row.code == "00.01" else row.code or ""
        below = next((other.code for other in self.rows[at + 1 :] if other.code), "")
        if code in _CHAPTERS and not words.startswith((*_TITLE_WORDS, *_TITLE_NAMES)) and below[:3] != f"{code}.":
            self.unsure.append(row)
        self.title, self.articles, self.title_at = code, {}, at
        self.economic.add(row.number)

    def _functional(self, row: CodedRow) -> None:
        code = row.code or ""
        self.title = None
        if codes.role(code, row.name) == "all":
            self.chapter, self.chapters = None, {}
        else:
            self.chapter = code
            self.chapters[code] = row.number
        self.spending = codes.side(code) == "expenditure"

    @staticmethod
    def _is_title(code: str, words: str) -> bool:
        if words.startswith(_TITLE_WORDS):
            return "." not in code or code == "00.01"  # `0001` as a number was 01
        return _bare(code) and code in TITLES and not _names(code, words)

    def _is_article(self, at: int, code: str, words: str) -> bool:
        first, _, rest = code.partition(".")
        if not rest or first == "49" or first not in TITLES or codes.role(code, words) == "all":
            return False
        if _names(first, words) and rest.partition(".")[0] == self.main:
            return False
        if first in _BELOW_FORTY_NINE and self.spending and not any(each in words for each in _OF_REVENUE):
            return True
        if rest.partition(".")[0] != self.main:
            return self.title == first or (self.spending and rest[:2] not in codes.SOURCES)
        return self._below_article(at, code, words) if codes.parent(code) else self._collides(at, code, words)

    def _collides(self, at: int, code: str, words: str) -> bool:
        """Whether a code that may be a chapter's as well is an article's."""
        first = code[:2]
        if words.startswith(_ARTICLES.get(first, "?")):
            if self.title is None:
                self.unsure.append(self.rows[at])
            return True
        if self.title != first:
            return False
        if code in self.chapters or (self.chapter is not None and self.chapter[:2] > first):
            self.unsure.append(self.rows[at])
            return True
        return self._adds_up(at)

    def _below_article(self, at: int, code: str, words: str) -> bool:
        """Whether a code that may be a part's of a chapter is of a paragraph below an article."""
        first, above = code[:2], f"{code[:2]}.{self.main}"
        if self.chapter is None or not self.chapter.startswith(above):
            return self.title == first
        if self.title != first or above not in self.articles:
            return False
        if words.startswith(_ARTICLES.get(first, "?")):
            return True
        last = min(len(self.rows), at + _MOST_ARTICLES)
        end = next((n for n in range(at, last) if not (self.rows[n].code or "").startswith(above)), last)
        chapter = self.amount(self.chapters[above]) if above in self.chapters else None
        return self._sum(at, end, 2) == self.amount(self.articles[above]) != chapter

    def _adds_up(self, at: int) -> bool:
        """Whether the open title is the sum of its articles with this row; without it, the row is a chapter."""
        start = self.title_at
        stated = self.amount(self.rows[start].number)
        before = self._sum(max(start + 1, at - _MOST_ARTICLES), at)
        last = min(len(self.rows), at + _MOST_ARTICLES)
        end = next((n for n in range(at, last) if (self.rows[n].code or "")[:3] != f"{self.title}."), last)
        whole = before + self._sum(at, end)
        if stated is not None and whole != before and stated in (before, whole):
            if not before:
                self.unsure.append(self.rows[at])
            return stated == whole
        self.unsure.append(self.rows[at])
        return True

    def _sum(self, start: int, end: int, dots: int = 1) -> Decimal:
        articles = (row for row in self.rows[start:end] if (row.code or "").count(".") == dots)
        return sum((self.amount(row.number) or Decimal(0) for row in articles), Decimal(0))


def _names(code: str, words: str) -> bool:
    """Whether the words are those of the chapter or the part of that number."""
    return any(each in words for each in _CHAPTERS.get(code[:2], ()))
