"""A made-up year before the sample city's budget, and the slides that need one: what changed, and a draft to object to.

The figures of 2023 are invented for the tests; no city published them.
"""

import functools
from typing import Any

import msgspec

from content import strict_yaml
from content.pack.model import Pack
from content.pack.slides import Budget, authored
from tests.slides.samples import city

BEFORE = """cod;denumire;total
84.02;Transporturi;375.000,00
65.02;Învățământ;391.000,00
67.02;Cultură, recreere și religie;290.000,00
70.02;Locuințe, servicii și dezvoltare publică;231.500,00
68.02;Asigurări și asistență socială;171.000,00
81.02;Combustibili și energie;40.000,00
51.02;Autorități publice și acțiuni externe;131.000,00
74.02;Protecția mediului;118.000,00
66.02;Sănătate;84.000,00
61.02;Ordine publică și siguranță națională;47.500,00
55.02;Tranzacții privind datoria publică și împrumuturi;30.949,49
80.02;Acțiuni generale economice;12.000,00
49.02;TOTAL CHELTUIELI;1.921.949,49
"""
"""In thousand lei: 54 is new in 2024, 80 is gone, 81 grew to 3.8 times."""

PREVIOUS = {
    "data": "data/cheltuieli-2023.csv",
    "year": 2023,
    "status": "voted",
    "inflation": {"percent": 5.6, "source": "exemplu", "as_of": "2024-12-31"},
}
OBJECTION = {
    "until": "2026-12-07T16:00",
    "channels": {
        "web": "https://www.primariatm.ro/buget-proiect",
        "short": "primariatm.ro/buget",
        "phone": "0256 408 300",
        "desk": {"ro": "registratura, luni–vineri 8–16", "en": "registry, Mon–Fri 8–16"},
    },
}
TITLES = {
    "buget-schimbare": {
        "ro": "Bugetul crește cu 430 de milioane de lei",
        "en": "The budget grows by 430 million lei",
        "hu": "A költségvetés 430 millió lejjel nő",
        "de": "Der Haushalt wächst um 430 Millionen Lei",
        "sr": "Буџет расте за 430 милиона леја",
    },
    "buget-obiectii": {
        "ro": "Proiectul de buget: spune ce ai schimba",
        "en": "The draft budget: say what you would change",
        "hu": "Költségvetési tervezet: ön min változtatna?",
        "de": "Haushaltsentwurf: Was würden Sie ändern?",
        "sr": "Нацрт буџета: реците шта бисте променили",
    },
}
VIEWS: dict[str, dict[str, Any]] = {
    "buget-schimbare": {"view": "change", "previous": PREVIOUS},
    "buget-obiectii": {"view": "objection", "status": "draft", "objection": OBJECTION},
}


@functools.cache
def budget_city() -> Pack:
    """The sample pack, the year before, and a slide of each view that the sample does not have."""
    pack = city()
    slides = {**pack.slides, **{name: budget_slide(name) for name in VIEWS}}
    return msgspec.structs.replace(pack, slides=slides, files={**pack.files, PREVIOUS["data"]: BEFORE.encode()})


def budget_slide(name: str, **changes: Any) -> Budget:
    """A slide of `VIEWS` with some fields written differently, read as strictly as from a file."""
    written = {**strict_yaml.plain(city().slides["buget-100"]), "title": TITLES[name], **VIEWS[name], **changes}
    slide: Budget = strict_yaml.typed(written, authored(), name)
    return slide
