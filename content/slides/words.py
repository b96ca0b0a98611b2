"""The fixed words of slides in the five languages. What a city authors is not here, nor numbers (`numerals`)."""

_TABLE: dict[str, tuple[str, str, str, str, str]] = {
    # word: ro, en, hu, de, sr
    "budget": ("Bugetul orașului", "City budget", "A város költségvetése", "Stadthaushalt", "Буџет града"),
    "draft": ("proiect", "draft", "tervezet", "Entwurf", "нацрт"),
    "voted": ("votat", "voted", "elfogadott", "beschlossen", "усвојен"),
    "executed": ("executat", "executed", "teljesült", "Vollzug", "извршен"),
    "rest": ("Toate celelalte", "Everything else", "Minden egyéb", "Alles Übrige", "Све остало"),
    "consultation": (
        "Consultare publică",
        "Public consultation",
        "Nyilvános konzultáció",
        "Bürgerbeteiligung",
        "Јавна консултација",
    ),
    "dataset": ("Date deschise", "Open data", "Nyílt adatok", "Offene Daten", "Отворени подаци"),
    "notice": ("Anunț", "Notice", "Közlemény", "Bekanntmachung", "Обавештење"),
    "spending": (
        "cheltuieli într-un an",
        "spending in one year",
        "egyévi kiadás",
        "Ausgaben in einem Jahr",
        "расходи за годину дана",
    ),
    "income": (
        "venituri într-un an",
        "income in one year",
        "egyévi bevétel",
        "Einnahmen in einem Jahr",
        "приходи за годину дана",
    ),
    "per-inhabitant": (
        "lei pe an pentru un locuitor",
        "lei a year per inhabitant",
        "lej évente, lakosonként",
        "Lei im Jahr pro Einwohner",
        "леја годишње по становнику",
    ),
    "inhabitants": (
        "{} locuitori ({}, {})",
        "{} inhabitants ({}, {})",
        "{} lakos ({}, {})",
        "{} Einwohner ({}, {})",
        "{} становника ({}, {})",
    ),
    "running": ("Funcționare", "Running the city", "Működés", "Laufender Betrieb", "Текући расходи"),
    "investing": ("Investiții", "Investment", "Fejlesztés", "Investitionen", "Улагања"),
    "from-own": ("Bani proprii", "Own income", "Saját bevétel", "Eigene Einnahmen", "Сопствени приходи"),
    "from-state": ("De la stat", "From the state", "Az államtól", "Vom Staat", "Од државе"),
    "from-eu": (
        "De la Uniunea Europeană",
        "From the European Union",
        "Az Európai Uniótól",
        "Von der Europäischen Union",
        "Од Европске уније",
    ),
    "source": ("Sursa", "Source", "Forrás", "Quelle", "Извор"),
    "as-of": ("date din {}", "data from {}", "adatok: {}", "Stand: {}", "подаци: {}"),
    "offline": (
        "Fără internet: {}",
        "Without internet: {}",
        "Internet nélkül: {}",
        "Ohne Internet: {}",
        "Без интернета: {}",
    ),
    "qr": ("Cod QR către {}", "QR code to {}", "QR-kód: {}", "QR-Code zu {}", "QR код за {}"),
}
_ORDER = ("ro", "en", "hu", "de", "sr")


def word(name: str, lang: str, *values: str) -> str:
    """The fixed word or phrase `name` in `lang`, its {} filled in order."""
    return _TABLE[name][_ORDER.index(lang)].format(*values)
