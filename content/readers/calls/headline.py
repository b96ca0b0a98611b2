"""What a notice is called: its first line that says something, and a title that is read in passing.

Decides where a headline begins to say why or when, and what happens, where the notice has no headline. A title is whole
words that stand alone, or empty: then a person writes it.
"""

import re
from collections.abc import Sequence

from content.readers.calls.plain import folded
from content.readers.calls.proposal import TimedStreets, days_of
from content.readers.calls.sentences import goes_on, sentences

LONGEST_NAME = 120
LONGEST_TITLE = 60
"""Characters of a title that are read in passing."""
_GENERIC = re.compile(
    r"(?:anunt\w*|comunicat\w*|informare|aviz|proiect|data\s*:|in atentia\b[^:]*:?"
    r"|(?:postat|publicat|afisat)\w*\b[^\d\n]{0,40})?"
    r"\s*(?:de\s+presa|public\w*|important\w*)?"
    r"\s*(?:nr\W.*|[\d./ -]*(?:\d{1,2}:\d\d)?)?[:.!]?"
)
_SUBJECT = re.compile(
    r"proiect\w*\s+de\s+hotarare[^\n]{0,40}?(?:privind|pentru|referito\w+\s+la|cu\s+privire\s+la)\s+[^\n;]{10,180}?"
    r"(?=\.(?!\d)|[;\n”\"]|\s+poate\s+fi|\s+supus|\s+in\s+conformitate|$)|proiect\w*\s+(?:de\s+)?buget\w*[^.;\n]{0,80}"
)
_GENITIVE = re.compile(r"^(Proiectu)lui(\s)")
_CONCERNING = re.compile(r"(?:privind|referito(?:r|are)\s+la|cu\s+privire\s+la)\s+(?=\S)")
_BOILERPLATE = re.compile(r"prin prezent|in conformitate|avand in vedere|in temeiul|potrivit|conform|in baza")
_WHY = re.compile(
    r"(?:\s*,)?\s+(?:in\s+vederea|ca\s+urmare|pentru|cu\s+ocazia|cu\s+prilejul|in\s+contextul|pe\s+durata|in\s+urma"
    r"|datorita|din\s+cauza|in\s+perioada|incepand|in\s+data|din\s+data|necesare|la\s+solicitarea)\s"
)
"""Where a headline begins to say why or when: what stands before is whole."""
_WHEN = re.compile(r"(?:in|din|de|la|pe|cu|pana|intre|incepand|avand|ca\s+urmare|datorita|potrivit|conform)\s")
"""What begins so tells when, where or why, and not what."""
_HALF = re.compile(r"(?:\d|(?:program|institui|stabili|organiz|planific|anunt|prevaz)\w*)$")
"""What ends so waits for its day."""
_TRAFFIC = r"(?:trafic|circulati)"
_ROADS = r"(?:temporar\s+|total\s+)?(?:strazi|strada|strazile|str\.|bulevard|bd\.|piata|calea|splai|pod)"
_STOPS = r"(?:intrerup|opri|sista|sisteaz|opres)\w*"
_HAPPENS = (
    (
        re.compile(
            rf"inchi\w*[^.;,]{{0,60}}{_TRAFFIC}|{_TRAFFIC}[^.;]{{0,60}}inchi|(?:se inchid\w*|inchiderea)\s+{_ROADS}"
        ),
        "Trafic închis",
    ),
    (re.compile(rf"restric\w*[^.;,]{{0,60}}{_TRAFFIC}|{_TRAFFIC}[^.;]{{0,60}}restric"), "Trafic restricționat"),
    (re.compile(rf"{_STOPS}[^.;]{{0,60}}(?:ap[aei]+\s+calde?|agent\w*\s+termic)"), "Se oprește apa caldă"),
    (re.compile(rf"{_STOPS}[^.;]{{0,60}}\bap(?:a|ei)\b"), "Se oprește apa"),
    (re.compile(rf"{_STOPS}[^.;]{{0,60}}(?:energi|electric|curent)"), "Se întrerupe curentul"),
    (re.compile(rf"{_STOPS}[^.;]{{0,60}}\bgaz"), "Se opresc gazele"),
)
"""What a sentence is about, in as many words as a passer-by needs."""


_CLOSES = re.compile(
    rf"inchi\w*\s+(?:temporar\w*\s+|total\w*\s+|complet\w*\s+|circulati\w*\s+|traficul\w*\s+|rutier\w*\s+|pe\s+){{0,4}}{_ROADS[:-1]}"
    rf"|aleea|soseaua|pasaj)|(?:strada|str\.|bulevard\w*|bd\.|piata|calea|splaiul|podul|aleea|soseaua|pasajul)\s[^.;,]{{1,60}}"
    rf"(?:se\s+inchid|(?:va\s+fi|este|e|sunt)\s+inchis)|{_TRAFFIC}\w*[^.;,]{{0,40}}inchis\w*\s+(?:circulatiei\s+)?pe\s"
)
"""A street that closes, said with the street beside the closing."""
_PARTLY = re.compile(
    r"partial|restric|o\s+banda|benzi|banda|un\s+sens|sensul|trotuar|parcar|pietonal|alternativ|jumatate"
)
_MASCULINE = re.compile(r"bd\.|splaiul|podul|pasajul|parcul")


def headline(text: str) -> str:
    """The first line that says something; „Anunț nr. 1247/12.01.2022” does not, nor do the laws before the matter.

    „Anunț” above „privind bugetul” leaves „Bugetul”. Of what is longer than a headline only what stands before
    the reasons is one.
    """
    rest = text.splitlines()
    while rest and _GENERIC.fullmatch(folded(rest[0])):
        rest = rest[1:]
    lines = [each.words for each in sentences("\n".join(rest))]
    if not lines:
        return ""
    matter = subject(text) if _BOILERPLATE.match(folded(lines[0])) else ""
    about = _CONCERNING.match(folded(lines[0]))
    matter = matter or (lines[0][about.end() :] if about else "")
    name = _GENITIVE.sub(r"\1l\2", matter[:1].upper() + matter[1:]) if matter else lines[0]
    return shortened(name, LONGEST_NAME) or name


def subject(text: str) -> str:
    """What is decided: „proiect de hotărâre privind …”, „proiectul bugetului local pe anul 2027”."""
    match = _SUBJECT.search(folded(text))
    return text[match.start() : match.end()].strip(' „”"') if match else ""


def titled(headline: str, made: Sequence[TimedStreets]) -> str:
    """The headline where it is short enough; else `Str. Zăvoi închisă 3–5 dec.` of a street that closes, or what
    happens, in the words for what the first part tells of."""
    if title := shortened(headline) or _closed(made):
        return title
    happens = next((words for pattern, words in _HAPPENS if made and pattern.search(made[0].low)), "")
    names = {name for part in made for name in part.streets}
    with_street = f"{happens}: {names.pop()}" if len(names) == 1 else ""
    return with_street if happens and 0 < len(with_street) <= LONGEST_TITLE else happens


def _closed(made: Sequence[TimedStreets]) -> str:
    """The one street that closes and the days on which it does; without the days where that is too long.

    Empty where more than one is named, or a sentence speaks of a part of it.
    """
    names = {name for part in made for name in part.streets}
    if len(names) != 1 or not all(_CLOSES.search(part.low) and not _PARTLY.search(part.low) for part in made):
        return ""
    name = names.pop()
    words = f"{name[:1].upper()}{name[1:]} {'închis' if _MASCULINE.match(folded(name)) else 'închisă'}"
    days = tuple(dict.fromkeys(filter(None, (days_of(each) for part in made for each in part.intervals))))
    dated = f"{words} {' și '.join(days)}"
    return next((each for each in (dated if days else words, words) if len(each) <= LONGEST_TITLE), "")


def shortened(headline: str, most: int = LONGEST_TITLE) -> str:
    """The headline within `most` characters: to where it begins to say why. Empty where no whole words are left."""
    headline = headline.removesuffix(".")
    if len(headline) <= most:
        return headline
    low = folded(headline)
    heads = (headline[: match.start()].rstrip(" ,;:–-") for match in _WHY.finditer(low) if match.start() <= most)
    whole = [head for head in heads if len(head) > 11 and not goes_on(head) and not _HALF.search(folded(head))]
    return max(whole, key=len, default="") if not _WHEN.match(low) else ""
