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
    "55": ("tranzactii", "datoria publica"),
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
_ARTICLES = (
    "transferuri", "rambursari", "rambursare", "programe", "ajutor", "ajutoare", "fond de", "dobanzi", "finantare",
    "finantarea", "stocuri", "reparatii", "cheltuieli salariale", "plati efectuate", "contributii", "active",
)  # fmt: skip
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
    if not any(map(_bare, known)) or not any("." in code and codes.role(code, "") == "chapter" for code in known):
        return EconomicRows(frozenset(), ())
    counted = Counter(source for code in known if (source := codes.source(code)) in codes.SOURCES)
    main = codes.LOCAL if codes.LOCAL in counted else next(iter(counted.most_common(1)), ("", 0))[0]
    return _Walk(rows, main or "", amount).result()


def _bare(code: str) -> bool:
    return "." not in code and code not in ("49", *codes.RESULTS)


class _Walk:
    """Goes through the rows of a form from top to bottom and remembers which title and which chapter are open."""

    def __init__(self, rows: Sequence[CodedRow], main: str, amount: Callable[[int], Decimal | None]) -> None:
        self.rows, self.main, self.amount = rows, main, amount
        self.economic: set[int] = set()
        self.unsure: list[CodedRow] = []
        self.title: str | None = None
        self.articles: set[str] = set()
        self.chapter: str | None = None
        self.chapters: set[str] = set()
        self.spending = False

    def result(self) -> EconomicRows:
        for at, row in enumerate(self.rows):
            words = codes.plain(codes.display(row.name))
            if row.code is None:
                if words.startswith("din total"):
                    self.title = None
            elif self._is_title(row.code, words):
                self.title, self.articles = row.code[:2] if row.code != "00.01" else "01", set()
                self.economic.add(row.number)
            elif self._is_article(at, row.code, words):
                self.articles.add(row.code)
                self.economic.add(row.number)
            else:
                self._functional(row.code, row.name)
        return EconomicRows(frozenset(self.economic), tuple(self.unsure))

    def _functional(self, code: str, name: str) -> None:
        self.title = None
        if codes.role(code, name) == "all":
            self.chapter, self.chapters = None, set()
        else:
            self.chapter = code
            self.chapters.add(code)
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
        return self.title is not None and self._collides(at, code, words)

    def _collides(self, at: int, code: str, words: str) -> bool:
        """Whether a code that may be a chapter's as well is an article's, while a title is open."""
        first = code[:2]
        if words.startswith(_ARTICLES):
            return True
        above = codes.parent(code)
        if above is not None:
            inside = self.chapter is not None and self.chapter.startswith(f"{first}.{self.main}")
            return above in self.articles or (self.title == first and not inside)
        if code in self.chapters or (self.title == first and self.chapter is not None and self.chapter[:2] > first):
            return True
        return self.title == first and self._adds_up(at)

    def _adds_up(self, at: int) -> bool:
        """Whether the open title is the sum of its articles with this row; without it, the row is a chapter."""
        start = max(n for n in range(at) if self._opens(n))
        stated = self.amount(self.rows[start].number)
        before = self._sum(start + 1, at)
        end = at
        while end < len(self.rows) and (self.rows[end].code or "")[:3] == f"{self.title}.":
            end += 1
        whole = before + self._sum(at, end)
        if stated is not None and whole != before and stated in (before, whole):
            if not before:
                self.unsure.append(self.rows[at])
            return stated == whole
        self.unsure.append(self.rows[at])
        return True

    def _opens(self, n: int) -> bool:
        row = self.rows[n]
        return row.number in self.economic and "." not in (row.code or ".")

    def _sum(self, start: int, end: int) -> Decimal:
        articles = (row for row in self.rows[start:end] if (row.code or "").count(".") == 1)
        return sum((self.amount(row.number) or Decimal(0) for row in articles), Decimal(0))


def _names(code: str, words: str) -> bool:
    """Whether the words are those of the chapter or the part of that number."""
    return any(each in words for each in _CHAPTERS.get(code[:2], ()))
