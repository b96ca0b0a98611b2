"""Whose budget a title says it is: of which city, or of a county.

Known by the words that stand before a name (`MUNICIPIUL`, `PRIMĂRIA ORAȘULUI`, `U.A.T. COMUNA`, `CONSILIUL LOCAL`); a
name alone says nothing. `JUDEȚUL X` is the county. Leaves out which city is meant (`imports.budget_claims`).
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

LONGEST = 300
"""Characters of a title that are looked at."""
_BEFORE = re.compile(
    r"\b(?:(?:primari[ae]i?|consili(?:ul|ului)? local(?: al)?|u\.? ?a\.? ?t\.?|"
    r"unitat(?:ea|ii) administrativ ?[-–]? ?teritorial[ae]i?|municipi(?:ul|ului|u)|oras(?:ul|ului)?|comun[ae]i?|"
    r"sector(?:ul|ului)|mun\.|or\.|com\.)(?![a-z])[\s:.„\"]*)+",
    re.IGNORECASE,
)
_COUNTY = re.compile(r"\b(?:judet(?:ul|ului)?|jud\.|consili(?:ul|ului) judetean)(?![a-z])[\s:.]*", re.IGNORECASE)
_NO_NAME = re.compile(
    r"pe|pentru|la|din|de|al?|ale|privind|anex[ae]|buget\w*|an|anul|anului|nr|cui|cif|cod|cf|str|strada|directia|serviciul"
    r"|biroul|compartimentul|aparatul|tel|telefon|judet\w*|jud|si|romania|mii|lei|venituri|cheltuieli|total|local[ea]?"
    r"|executi[ea]|proiect\w*|noastre|nostru|detaliat|rectificat|aprobat|primar\w*|formular|ordonator"
)
"""Words that follow such a title and begin no name."""
_BETWEEN = ("de", "la", "cu", "lui")
_SHORT = {
    "tg": "targu",
    "tirgu": "targu",
    "rm": "ramnicu",
    "rimnicu": "ramnicu",
    "sf": "sfantu",
    "sfintu": "sfantu",
    "tr": "turnu",
}
_TITLES = re.compile(r"(?:municipi|oras|judet|sector)ul(?:ui)?|comun[ae]i?")


class Holders(NamedTuple):
    """The cities and counties that titles name, each with the text that does."""

    cities: dict[str, str]
    counties: dict[str, str]

    def denies(self, city: str) -> str | None:
        """The text that names another holder than this city; None when none does, or one names the city."""
        own = {form for form in _forms(city) if form}
        if any(_same(own, name) for name in (*self.cities, *(self.counties if "jude" in city.lower() else ()))):
            return None
        return next(iter((*self.cities.values(), *self.counties.values())), None)


def read(texts: Iterable[str]) -> Holders:
    """Whom these titles name."""
    cities: dict[str, str] = {}
    counties: dict[str, str] = {}
    for text in texts:
        shown = " ".join(text.split())[:LONGEST]
        bare = _bare(shown)
        for pattern, names in ((_BEFORE, cities), (_COUNTY, counties)):
            for match in pattern.finditer(bare):
                if name := _name(shown[match.end() :], shown.islower()):
                    names.setdefault(name, shown[:80])
    return Holders(cities, counties)


def _name(rest: str, small: bool) -> str:
    """The name a text begins with: its words with a capital, up to four, and the small ones between them.

    `small` is true where the text has no capitals at all, as the names of files.
    """
    words: list[str] = []
    for word in re.split(r"\s+", re.split(r"[,;:()/„”\"–—]|\s-\s|\.\s*$", rest)[0].strip())[:5]:
        plain = _bare(word).lower().strip(".-_")
        between = bool(words) and plain in _BETWEEN
        if not plain or any(sign.isdigit() for sign in plain) or (_NO_NAME.fullmatch(plain) and not between):
            break
        if not (small or word[0].isupper() or between):
            break
        words.append(word.strip(".-_"))
    while words and words[-1].lower() in _BETWEEN:
        words.pop()
    return " ".join(words[:4])


def _bare(text: str) -> str:
    """The same letters without diacritics, as many as there were."""
    return "".join(unicodedata.normalize("NFD", letter)[0] for letter in text)


def _forms(name: str) -> tuple[str, ...]:
    """A name as it is compared: no diacritics, today's `â` also as the former `î`; without `Municipiul`."""
    forms = []
    for text in (name, name.replace("â", "î").replace("Â", "Î"), name.replace("î", "â").replace("Î", "Â")):
        words = re.split(r"[\s.\-–]+", _bare(text).lower().strip())
        forms.append(" ".join(_SHORT.get(word, word) for word in words if word and not _TITLES.fullmatch(word)))
    return tuple(dict.fromkeys(forms))


def _same(own: set[str], name: str) -> bool:
    """Whether a name is the city's, also in the genitive: Timișoarei, Bucureștiului."""
    for form in _forms(name):
        if form in own:
            return True
        if any(form in (f"{known[:-1]}ei", f"{known}ei", f"{known}ului", f"{known}lui", f"{known}i") for known in own):
            return True
    return False
