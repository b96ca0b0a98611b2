"""The licence of a data set as a slide says it: `CC BY 4.0`.

Decides which forms of an id, an address and a title name one licence, and which name none. What contradicts itself is
no licence: then a person says it.
"""

import re
from collections.abc import Iterable

from content.readers.open_data.table import clean

LONGEST = 200
"""Characters of a licence that are looked at."""
_KNOWN = {
    "cc-zero": "CC0",
    "cc0": "CC0",
    "odc-by": "ODC-BY",
    "odc-odbl": "ODbL",
    "odbl": "ODbL",
    "odc-pddl": "PDDL",
    "pddl": "PDDL",
    "uk-ogl": "OGL",
}
_NO_TERMS = re.compile(
    r"(?:licen[sc]e )?not ?specified|no ?licen[sc]e|none|null|-|\?|unknown|nespecificat[aă]?|f[aă]r[aă] licen[tț][aă]"
    r"|(?:licen[tț][aă] )?neprecizat[aă]|alt[ae]le?"
    r"|other[- ]\(?(?:open|closed|at|pd|attribution|public domain|not open)\)?.*",
    re.I,
)
"""Forms that portals offer for "no terms known": of `other` nobody knows what they ask for."""
_CREATIVE = re.compile(r"(?:^|[^a-z])cc[-_ ]?(by(?:[-_ ]?(?:nc|sa|nd))*)(?:[-_ /]?v?(\d)[._](\d))?(?![a-z])", re.I)
_ADDRESS = re.compile(r"creativecommons\.org/licenses/(by(?:-(?:nc|sa|nd))*)(?:/(\d)\.(\d))?", re.I)
_WORDS = re.compile(
    r"creative commons attribution(?P<more>[ a-z-]*?)(?:,? ?v?(\d)\.(\d).*| international.*| licen[sc]e)?", re.I
)
_VERSION = re.compile(r" \d\.\d$")
_MORE = {"noncommercial": "NC", "sharealike": "SA", "noderivatives": "ND", "noderivs": "ND"}


def named(texts: Iterable[str | None]) -> list[str]:
    """The licence that an id, an address and a title name, in its fullest form; several where they contradict.

    Empty when none of them names its terms.
    """
    told = [text for each in texts if (text := clean(each or "")[:LONGEST]) and not _NO_TERMS.fullmatch(text)]
    known = list(dict.fromkeys(licence for text in told if (licence := _standard(text))))
    families = {_VERSION.sub("", licence) for licence in known}
    versions = {licence for licence in known if _VERSION.search(licence)}
    if len(families) > 1 or len(versions) > 1:
        return known
    if known:
        return [max(known, key=len)]
    return [text for text in told if "://" not in text][-1:]


def _standard(text: str) -> str | None:
    """`CC BY 4.0` for any form of it; None for a licence that has no short name here."""
    if "creativecommons.org/publicdomain/zero" in text.lower() or re.search(r"\bcc[-_ ]?(?:0|zero)\b", text, re.I):
        return "CC0"
    if match := _ADDRESS.search(text) or _CREATIVE.search(text):
        parts = re.findall(r"by|nc|sa|nd", match[1].lower())
        return "CC " + "-".join(part.upper() for part in parts) + _version(match[2], match[3])
    if match := _WORDS.fullmatch(text):
        more = re.sub(r"[^a-z]", "", match["more"].lower())
        parts = [short for word, short in _MORE.items() if word in more]
        return "CC " + "-".join(["BY", *parts]) + _version(match[2], match[3])
    return _KNOWN.get(text.lower().rstrip("/").rpartition("/")[2])


def _version(major: str | None, minor: str | None) -> str:
    return f" {major}.{minor}" if major else ""
