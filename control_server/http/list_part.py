"""The part of a long list that is on one page, by the number that stands in an address."""

from typing import NamedTuple


class Part(NamedTuple):
    """Part `number` (from 1) of `of` parts of a list: from `first` (from 0) until just before `last`."""

    number: int
    of: int
    first: int
    last: int

    @classmethod
    def of_page(cls, asked: str, count: int, many: int) -> "Part":
        """The part with that number, or the nearest that there is, of `count` things, so `many` on a page."""
        of = max(1, -(-count // many))
        number = min(max(int(asked), 1), of) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 1
        return cls(number, of, (number - 1) * many, min(number * many, count))
