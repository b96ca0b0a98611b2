"""In what figures are measured: units as sources write them or code them, and how large one of them is.

Decides which texts are units, what Eurostat's codes and the words of INS TEMPO say, and whether two units are of one
size: `120` of `mii călători` are 120,000. Leaves out where a unit stands (`dimensions`).
"""

import re
from typing import NamedTuple

from content.readers.open_data.territory import bare

LANGS = ("ro", "en", "hu", "de", "sr")
_CODES = {
    "PC": ("%", "%", "%", "%", "%"),
    "NR": ("număr", "number", "szám", "Anzahl", "број"),
    "THS": ("mii", "thousand", "ezer", "Tausend", "хиљада"),
    "MIO": ("milioane", "million", "millió", "Millionen", "милиона"),
    "PER": ("persoane", "persons", "fő", "Personen", "особа"),
    "THS_PER": ("mii persoane", "thousand persons", "ezer fő", "Tausend Personen", "хиљада особа"),
    "MIO_PER": ("milioane de persoane", "million persons", "millió fő", "Millionen Personen", "милиона особа"),
    "PAS": ("pasageri", "passengers", "utas", "Fahrgäste", "путника"),
    "THS_PAS": ("mii pasageri", "thousand passengers", "ezer utas", "Tausend Fahrgäste", "хиљада путника"),
    "EUR": ("euro", "euros", "euró", "Euro", "евра"),
    "THS_EUR": ("mii euro", "thousand euros", "ezer euró", "Tausend Euro", "хиљада евра"),
    "MIO_EUR": ("milioane de euro", "million euros", "millió euró", "Millionen Euro", "милиона евра"),
    "EUR_HAB": (
        *("euro pe locuitor", "euros per inhabitant", "euró lakosonként", "Euro je Einwohner"),
        "евра по становнику",
    ),
    "RON": ("lei", "lei", "lej", "Lei", "леја"),
    "THS_RON": ("mii lei", "thousand lei", "ezer lej", "Tausend Lei", "хиљада леја"),
    "MIO_RON": ("milioane de lei", "million lei", "millió lej", "Millionen Lei", "милиона леја"),
    "PC_GDP": ("% din PIB", "% of GDP", "a GDP %-a", "% des BIP", "% БДП-а"),
    "PC_POP": ("% din populație", "% of the population", "a lakosság %-a", "% der Bevölkerung", "% становништва"),
    "PC_TOT": ("% din total", "% of the total", "az összes %-a", "% der Summe", "% укупног"),
    "PC_ACT": (
        *("% din populația activă", "% of the labour force", "az aktív népesség %-a", "% der Erwerbspersonen"),
        "% радне снаге",
    ),
    "HAB": ("locuitori", "inhabitants", "lakos", "Einwohner", "становника"),
    "P_HTHAB": (
        *("la 100.000 de locuitori", "per 100,000 inhabitants", "100 000 lakosra", "je 100.000 Einwohner"),
        "на 100.000 становника",
    ),
    "P_THAB": (
        *("la 1.000 de locuitori", "per 1,000 inhabitants", "1000 lakosra", "je 1.000 Einwohner"),
        "на 1.000 становника",
    ),
    "T": ("tone", "tonnes", "tonna", "Tonnen", "тона"),
    "THS_T": ("mii tone", "thousand tonnes", "ezer tonna", "Tausend Tonnen", "хиљада тона"),
    "KG_HAB": ("kg pe locuitor", "kg per inhabitant", "kg lakosonként", "kg je Einwohner", "kg по становнику"),
    "KM": ("km", "km", "km", "km", "km"),
    "KM2": ("km²", "km²", "km²", "km²", "km²"),
    "HA": ("ha", "ha", "ha", "ha", "ha"),
    "THS_HA": ("mii ha", "thousand ha", "ezer ha", "Tausend ha", "хиљада ha"),
    "YR": ("ani", "years", "év", "Jahre", "година"),
    "HR": ("ore", "hours", "óra", "Stunden", "сати"),
    "DAY": ("zile", "days", "nap", "Tage", "дана"),
    "MIN": ("minute", "minutes", "perc", "Minuten", "минута"),
}
"""Eurostat's code → what it says in the languages of `LANGS`. A code that is not here is asked about."""
_ALIKE = {"P_PER": "PER", "PERS": "PER", "NUMBER": "NR", "PERCENT": "PC", "PC_ACT_POP": "PC_ACT", "TONNE": "T"}
_TEMPO = {
    "numar": "număr",
    "numar persoane": "persoane",
    "mii persoane": "mii persoane",
    "mii calatori": "mii călători",
    "mii pasageri": "mii pasageri",
    "milioane calatori": "milioane de călători",
    "milioane lei": "milioane de lei",
    "milioane euro": "milioane de euro",
    "procente": "%",
    "procent": "%",
    "percentage": "%",
    "promile": "‰",
    "hectare": "ha",
    "kilometri": "km",
    "metri patrati": "m²",
    "mii metri patrati": "mii m²",
    "mii mp": "mii m²",
    "mii metri cubi": "mii m³",
    "metri cubi": "m³",
    "mii mc": "mii m³",
    "numar locuri": "locuri",
    "numar locuinte": "locuințe",
    "numar vehicule": "vehicule",
    "numar paturi": "paturi",
    "lei ron": "lei",
    "mii lei ron": "mii lei",
}
"""What INS TEMPO writes without its letters → what it says."""
_CODE_OF = {
    **{"numar": "NR", "numar persoane": "PER", "persoane": "PER", "mii persoane": "THS_PER", "tone": "T"},
    **{"mii calatori": "THS_PAS", "mii pasageri": "THS_PAS", "mii tone": "THS_T", "ore": "HR", "zile": "DAY"},
    **{"lei": "RON", "mii lei": "THS_RON", "milioane lei": "MIO_RON", "lei ron": "RON", "mii lei ron": "THS_RON"},
    **{"euro": "EUR", "mii euro": "THS_EUR", "milioane euro": "MIO_EUR", "locuitori": "HAB"},
}
"""The code that says the same, for languages other than Romanian."""
_SCALES = {
    1_000: r"mii|thousands?|ths|ezer|tausend|хиљад\w*",
    1_000_000: r"milioane|milion|mil|mio|mln|millions?|millio|millionen|милион\w*",
    1_000_000_000: r"miliarde|miliard|mld|billions?|milliard|milliarden|милијард\w*",
}
_SCALE = re.compile("|".join(rf"(?P<s{n}>\b(?:{words})\b)" for n, words in enumerate(_SCALES.values())))
_COUNTED = (
    r"persoane|locuitori|calatori|pasageri|ore|minute|zile|luni|ani|bucati|buc|vehicule|locuri|paturi|locuinte|copii|"
    r"elevi|salariati|turisti|arbori|gospodarii|autovehicule|unitati|cazuri|numar|number|persons|inhabitants|"
    r"passengers|hours|days|years|people"
)
_MEASURED = (
    r"lei|ron|euro|eur|usd|km|m|ha|mp|mc|m2|m3|km2|kg|kwh|mwh|gwh|gcal|hectare|kilometri|metri(?: patrati| cubi)?|tone|"
    r"to|litri|kilograme|grade|°c|μg/m3|db|tonnes|percent|per cent|percentage|procente?|promile|puncte procentuale|%|‰"
)
_NOUNS = rf"{_COUNTED}|{_MEASURED}"
_SCALE_WORDS = (
    r"(?:sute de |zeci de )?(?:mii|milioane|miliarde|mil\.?|mln\.?|mld\.?|thousand|thousands|million|billion)"
)
_PER = r"(?:\s*/\s*|\s+(?:pe|per|la)\s+|\s+de (?=locuitor))[\w. ]{1,20}"
_UNIT = re.compile(rf"(?:in )?(?:{_SCALE_WORDS}(?: de)?(?: (?:{_NOUNS}))?|(?:numar (?:de )?)?(?:{_NOUNS}))(?:{_PER})?")
_MENTION = re.compile(
    rf"(?<![\w.])(?<!\d )(?:{_SCALE_WORDS}(?:\s+(?:de )?(?:{_NOUNS}))?)(?!\w)|(?<!\w)(?:%|procente|‰)(?!\w)"
)
_CODE = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*|[A-Z]+\d+")
_NAMES = re.compile(
    r"u\.? ?m\.?|unit(?:ate(?:a)?|ati(?:le)?) (?:de )?masura|unit(?:s|ate|atea| of measure|_?measure|_of_measure)?|"
    r"(?:mass)?einheit|(?:mertek)?egyseg|jedinica(?: mere)?"
)


_SHARE = re.compile(r"%|‰|\bproc\w*|\bper ?cent|\bpromil\w*|\bla (?:1\.?000|100\.?000)\b|\bper 100?,000\b")
_KINDS = {
    "people": r"persoan\w*|pers|locuitor\w*|calator\w*|pasager\w*|copii|elevi|turist\w*|salariat\w*|person\w*|people|"
    r"inhabitants|passengers|fo|utas|lakos\w*|einwohner|fahrgaste|особа|путника|становника",
    "lei": r"lei|ron|lej|леја",
    "euro": r"euros?|eur|€|евра",
    "length": r"km|kilometri|m|metri|kilometres?|metres?",
    "area": r"ha|hectare?s?|mp|m2|km2|metri patrati",
    "volume": r"mc|m3|metri cubi|litri|hl",
    "mass": r"tone|to|t|kg|kilograme|tonnes?|tonna|tonnen|тона",
    "energy": r"kwh|mwh|gwh|gcal",
    "time": r"ore|minute|zile|hours|minutes|days|ora|stunden|tage",
}
"""What a unit is of → the words that say so, in the languages of slides, without their marks."""
_OF = {kind: re.compile(rf"(?<![\w²³])(?:{words})(?!\w)") for kind, words in _KINDS.items()}


class Size(NamedTuple):
    """How large one of a unit is: thousands are 1,000. A share has no size. `of` is "" where no word says it."""

    factor: int
    share: bool
    of: str = ""

    def agrees(self, other: "Size") -> bool:
        """Whether two units may be one: of one size, and of the same as far as both say it."""
        return self[:2] == other[:2] and (self.of == other.of or not self.of or not other.of)


def size(unit: str) -> Size:
    """How large one of this unit is, as far as its words say."""
    code = _ALIKE.get(unit, unit)
    text = bare(_CODES[code][LANGS.index("en")] if code in _CODES else unit)
    scale = _SCALE.search(text)
    factor = next((size for n, size in enumerate(_SCALES) if scale and scale[f"s{n}"]), 1)
    kinds = [kind for kind, words in _OF.items() if words.search(text)]
    return Size(factor, bool(_SHARE.search(text)), kinds[-1] if len(kinds) == 1 or kinds[:1] == ["length"] else "")


def in_words(unit: str, lang: str) -> str:
    """What a unit says: a code in that language, INS TEMPO's words with their letters, any other text as it is."""
    text = " ".join(unit.split())
    code = _ALIKE.get(text, text)
    if lang != "ro":
        code = _CODE_OF.get(bare(text), code)
    if code in _CODES:
        return _CODES[code][LANGS.index(lang)]
    if bare(text) in _TEMPO:
        return _TEMPO[bare(text)]
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def coded(unit: str) -> bool:
    """Whether it is a code that nobody here can read: `CLV10_MEUR`."""
    text = " ".join(unit.split())
    code = _ALIKE.get(text, text)
    return bool(_CODE.fullmatch(code)) and len(code) > 1 and code not in _CODES and bare(code) not in ("lei", "ron")


def is_name(column: str) -> bool:
    """Whether a column of this name holds units: `UM`, `UM: Mii persoane`, `Unitate de măsură`, `unit`."""
    return bool(_NAMES.fullmatch(bare(column.partition(":")[0]).strip()))


def headed(text: str) -> str:
    """The unit in a column's name or in a title `UM: Mii persoane`; "" for another text."""
    name, _, unit = text.partition(":")
    return " ".join(unit.split()) if _NAMES.fullmatch(bare(name).strip("( ")) else ""


def is_unit(text: str) -> bool:
    """Whether a text is a unit and nothing else: `mii călători`, `persoane`, `km`, `%`."""
    return bool(_UNIT.fullmatch(bare(text).strip("()[]-– ")))


def is_unit_or_code(text: str) -> bool:
    """As `is_unit`, where codes may stand, read here or not. Elsewhere `T` may be a total."""
    return is_unit(text) or _ALIKE.get(text, text) in _CODES or coded(text)


def is_size(text: str) -> bool:
    """As `is_unit`, of a title or a column's name: `călători` is what they are of, `mii călători` is a unit."""
    return is_unit(text) and not re.fullmatch(rf"(?:numar (?:de )?)?(?:{_COUNTED})", bare(text).strip("()[]-– "))


def mentioned(text: str) -> str:
    """The thousands, millions or per cent that a title or a column's name speaks of; "" for none."""
    plain = " ".join(text.replace("_", " ").split())
    letters = bare(plain)
    match = _MENTION.search(letters)
    if not match:
        return ""
    return plain[match.start() : match.end()] if len(plain) == len(letters) else match[0]


def of_title(text: str) -> str:
    """The unit that a title, or a line above a table, gives: `mii lei`, `UM: km`, `Călători (mii pasageri)`."""
    brackets = [inner for inner in re.findall(r"[(\[]([^()\[\]]{1,40})[)\]]", text) if is_unit(inner)]
    alone = text.strip("()[]-– ")
    return headed(text) or (alone if is_size(alone) else "") or "".join(brackets[-1:]) or mentioned(text)


def counting(unit: str) -> bool:
    """Whether a unit says no more than that something is counted."""
    return bare(unit) in ("numar", "nr", "nr.", "number", "bucati", "buc", "buc.")
