"""Telephones, laws, addresses and streets in Romanian prose, with or without diacritics.

Decides what a word stands for, never what the text is about (`notice`). Days and hours are `days`' and `hours`'.
"""

import re
from collections.abc import Iterator

from content.readers.calls import days
from content.readers.calls.plain import folded

_PHONE = re.compile(r"(?<![\d/.])(?:\+?40[\s./-]?|0)(?:\d[\s./-]?){8}\d(?!\d)")
_LAW = re.compile(r"\bleg(?:ea|ii)\s+(?:nr\.?\s*)?(\d{1,4})\s*/\s*(\d{4})")
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_WEB = re.compile(
    r"https?://[^\s<>\"”„]{1,300}(?<![.,;)])|(?<![\w.])www(?:\.[\w-]{1,63}){2,8}(?:/[^\s<>\"”„]{0,200}(?<![.,;)]))?"
)
_STREET = re.compile(
    r"\b(?:str(?:ada|\.)|b-?d(?:ul|\.)?|bulevardul|pia[tț]a|calea|splaiul|aleea)\s+(?:[^,;.\n]|\.(?=[^\s]|\s?[A-Z])){2,45},?\s*nr\.?\s*\d+\w?",
    re.IGNORECASE,
)


def phones(text: str) -> list[str]:
    """Romanian numbers as 0256 408 300, without fax numbers and without what is part of a date."""
    dates = days.places(text)
    numbers = []
    for match in _PHONE.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        digits = f"0{digits[2:]}" if digits.startswith("40") else digits
        before = folded(text[max(0, match.start() - 16) : match.start()])
        in_date = any(start < match.end() and match.start() < end for start, end in dates)
        if len(digits) == 10 and digits[1] in "237" and "fax" not in before and not in_date:
            numbers.append(f"{digits[:4]} {digits[4:7]} {digits[7:]}")
    return list(dict.fromkeys(numbers))


def laws(text: str) -> list[str]:
    """The laws a text names, as `52/2003`, in the order named."""
    return list(dict.fromkeys(f"{match[1]}/{match[2]}" for match in _LAW.finditer(folded(text))))


def mails(text: str) -> list[str]:
    return list(dict.fromkeys(_MAIL.findall(text)))


def links(text: str) -> list[str]:
    """Addresses on the web; `www.…` as https."""
    addresses = (link if link.startswith("http") else f"https://{link}" for link in _WEB.findall(text))
    return list(dict.fromkeys(addresses))


def streets(text: str) -> Iterator[str]:
    """Addresses with a number."""
    for match in _STREET.finditer(text):
        yield " ".join(match[0].split())
