"""Headlines of a budget's slides, made of its figures: what is found, not what it is about, at most 60 characters.

Decides the sentences in the five languages. They are built so that no name has to be declined (a chapter stands alone
before a colon), and words such as "almost half" stand only for shares they are true of. Every figure comes from where
the slide itself takes it.
"""

from collections.abc import Callable
from decimal import Decimal

from content import rounding
from content.pack.model import Pack
from content.pack.slides import Budget
from content.readers.budgets import budget as reader
from content.slides import amounts, change, numerals, wording

LONGEST = 60
"""Characters of a headline."""
LANGS = ("ro", "en", "hu", "de", "sr")

ABOUT = {
    "ro": "Bugetul e planul cu banii orașului pe un an",
    "en": "The budget is the city’s money plan for a year",
    "hu": "A költségvetés a város egyéves pénzügyi terve",
    "de": "Der Haushalt ist der Geldplan der Stadt",
    "sr": "Буџет је план градског новца за годину дана",
}
SPENT = {
    "ro": "Atât a cheltuit orașul într-un an",
    "en": "What the city spent in a year",
    "hu": "Ennyit költött a város egy év alatt",
    "de": "So viel gab die Stadt in einem Jahr aus",
    "sr": "Толико је потрошено за годину дана",
}
"""What a budget is once it is executed: no plan any more."""
OBJECTION = {
    "ro": "Proiectul de buget: spune ce ai schimba",
    "en": "The draft budget: say what you would change",
    "hu": "Költségvetési tervezet: ön min változtatna?",
    "de": "Haushaltsentwurf: Was würden Sie ändern?",
    "sr": "Нацрт буџета: реците шта бисте променили",
}
HUNDRED = {
    "ro": "{}: {} din 100 de {}",
    "en": "{}: {} of every 100 {}",
    "hu": "{}: 100 {} {}",
    "de": "{}: {} von 100 {}",
    "sr": "{}: {} од 100 {}",
}
LARGEST = {
    "ro": "Cel mai mare capitol",
    "en": "The largest chapter",
    "hu": "A legnagyobb fejezet",
    "de": "Das größte Kapitel",
    "sr": "Највеће поглавље",
}
"""Instead of a chapter whose name is too long for a headline."""
EACH = {
    "month": {
        "ro": "{}: {} pe lună de locuitor",
        "en": "{}: {} a month per inhabitant",
        "hu": "{}: lakosonként havi {}",
        "de": "{}: {} im Monat pro Einwohner",
        "sr": "{}: {} месечно по становнику",
    },
    "year": {
        "ro": "{}: {} pe an de locuitor",
        "en": "{}: {} a year per inhabitant",
        "hu": "{}: lakosonként évi {}",
        "de": "{}: {} im Jahr pro Einwohner",
        "sr": "{}: {} годишње по становнику",
    },
}
NEAR = tuple(
    (Decimal(low), Decimal(high), kind)
    for low, high, kind in (
        ("0.225", "0.246", "almost-quarter"),
        ("0.246", "0.254", "quarter"),
        ("0.254", "0.275", "over-quarter"),
        ("0.30", "0.328", "almost-third"),
        ("0.328", "0.338", "third"),
        ("0.338", "0.36", "over-third"),
        ("0.45", "0.495", "almost-half"),
        ("0.495", "0.505", "half"),
        ("0.505", "0.55", "over-half"),
    )
)
"""Shares, [from, to), that a word may stand for; the others are said of 100."""
INVESTING = {
    "ro": "{} din buget merge în investiții",
    "en": "{} of the budget is investment",
    "hu": "A költségvetés {} fejlesztés",
    "de": "{} wird investiert",
    "sr": "{} буџета иде у улагања",
}
FRACTIONS = {
    "almost-quarter": ("Aproape un sfert", "Almost a quarter", "közel negyede", "Fast ein Viertel", "Скоро четвртина"),
    "quarter": ("Un sfert", "A quarter", "negyede", "Ein Viertel", "Четвртина"),
    "over-quarter": ("Peste un sfert", "Over a quarter", "több mint negyede", "Über ein Viertel", "Више од четвртине"),
    "almost-third": ("Aproape o treime", "Almost a third", "közel harmada", "Fast ein Drittel", "Скоро трећина"),
    "third": ("O treime", "A third", "harmada", "Ein Drittel", "Трећина"),
    "over-third": ("Peste o treime", "Over a third", "több mint harmada", "Über ein Drittel", "Више од трећине"),
    "almost-half": ("Aproape jumătate", "Almost half", "közel fele", "Fast die Hälfte", "Скоро половина"),
    "half": ("Jumătate", "Half", "fele", "Die Hälfte", "Половина"),
    "over-half": ("Peste jumătate", "Over half", "több mint fele", "Über die Hälfte", "Више од половине"),
}
CHANGES = {
    "grows": {
        "ro": "Bugetul crește cu {}",
        "en": "The budget grows by {}",
        "hu": "A költségvetés {} nő",
        "de": "Der Haushalt wächst um {}",
        "sr": "Буџет расте: {} више",
    },
    "shrinks": {
        "ro": "Bugetul scade cu {}",
        "en": "The budget shrinks by {}",
        "hu": "A költségvetés {} csökken",
        "de": "Der Haushalt sinkt um {}",
        "sr": "Буџет пада: {} мање",
    },
    "same": {
        "ro": "Buget cât cel dinainte",
        "en": "The same budget as before",
        "hu": "A költségvetés nem változik",
        "de": "Der Haushalt bleibt gleich",
        "sr": "Буџет остаје исти",
    },
    "behind": {
        "ro": "Bugetul crește mai puțin decât prețurile",
        "en": "The budget grows less than prices",
        "hu": "A költségvetés az áraknál lassabban nő",
        "de": "Der Haushalt wächst langsamer als die Preise",
        "sr": "Буџет расте спорије од цена",
    },
}
"""`behind` when it grows in lei and shrinks in the prices of its year: the first alone would mislead."""


def title(pack: Pack, slide: Budget) -> dict[str, str]:
    """The headline of a slide whose data is in the pack, by language. The slide's own title is not looked at.

    Raises RefusedError when the figures cannot be read.
    """
    return {lang: _TITLES[slide.view](pack, slide, lang) for lang in pack.city.languages}


def _hundred(pack: Pack, slide: Budget, lang: str) -> str:
    figures = amounts.figures(pack, slide, slide)
    part = reader.of_hundred([chapter.lei for chapter in figures.chapters])[0]
    return _of_hundred(amounts.chapter_name(pack, figures.chapters[0], lang), part, lang, slide.unit)


def _of_hundred(name: str, part: int, lang: str, unit: str) -> str:
    money = wording.word(f"currency-{numerals.currency(unit)}", lang)
    hungarian = (money + ("ból" if money.endswith("ó") else "ből"), part)
    values = hungarian if lang == "hu" else (part, money)
    return _short(HUNDRED[lang], name, lang, *values)


def _short(phrase: str, name: str, lang: str, *values: object) -> str:
    made = phrase.format(name, *values)
    return made if len(made) <= LONGEST else phrase.format(LARGEST[lang], *values)


def _each(pack: Pack, slide: Budget, lang: str) -> str:
    figures = amounts.figures(pack, slide, slide)
    amount = numerals.money(Decimal(amounts.each(pack, slide, figures)[0]), lang, slide.unit)
    return _short(EACH[slide.period][lang], amounts.chapter_name(pack, figures.chapters[0], lang), lang, amount)


def _invested(pack: Pack, slide: Budget, lang: str) -> str:
    figures = amounts.figures(pack, slide, slide)
    sections = [figures.section(name) or Decimal(0) for name in ("running", "investing")]
    share = sections[1] / sum(sections, Decimal(0))
    kind = next((kind for low, high, kind in NEAR if low <= share < high), None)
    if kind is None:
        return _of_hundred(wording.word("investing", lang), reader.of_hundred(sections)[1], lang, slide.unit)
    return INVESTING[lang].format(FRACTIONS[kind][LANGS.index(lang)])


def _largest_origin(pack: Pack, slide: Budget, lang: str) -> str:
    named = amounts.origins(pack, amounts.figures(pack, slide, slide), lang)
    parts = reader.of_hundred([amount for _, amount in named])
    most = max(range(len(named)), key=lambda n: named[n][1])
    return _of_hundred(named[most][0], parts[most], lang, slide.unit)


def _changed(pack: Pack, slide: Budget, lang: str) -> str:
    previous = slide.previous
    assert previous is not None  # the model refuses the view without
    before, figures = amounts.compared(pack, slide)
    total = change.Step(before.total, figures.total)
    size = change.scale(change.chapters(before, figures)).size
    count = rounding.whole(total.lei / size)
    prices = previous.inflation
    if count > 0 and prices and total.real(Decimal(str(prices.percent))).lei < 0:
        return CHANGES["behind"][lang]
    kind = "grows" if count > 0 else "shrinks" if count < 0 else "same"
    return CHANGES[kind][lang].format(_by(abs(count) * size, lang, slide.unit))


def _by(amount: Decimal, lang: str, unit: str) -> str:
    """An amount by which something changes: Hungarian puts the case at the end of the word (`lejjel`, `euróval`)."""
    words = numerals.money(amount, lang, unit)
    return words + ("val" if words.endswith("ó") else "jel") if lang == "hu" else words


_TITLES: dict[str, Callable[[Pack, Budget, str], str]] = {
    "about": lambda _pack, slide, lang: (SPENT if slide.status == "executed" else ABOUT)[lang],
    "total": _invested,
    "hundred": _hundred,
    "revenue": _largest_origin,
    "per-inhabitant": _each,
    "change": _changed,
    "objection": lambda _pack, _slide, lang: OBJECTION[lang],
}
