"""Plain names for chapters of the budget in five languages, and the function of government each belongs to.

Chapters are those of local budgets (Order 1954/2005, annex 2). Divisions are COFOG 1999, the United Nations' and
Eurostat's classification of the functions of government, by which cities of all countries compare. A pack's names.yaml
goes before this table. Leaves out how codes are written (`codes`).
"""

from collections.abc import Mapping

from content.pack.model import Names
from content.pack.values import Lang, Text
from content.readers.budgets.codes import Side

LANGUAGES: tuple[Lang, ...] = ("ro", "en", "hu", "de", "sr")


def _by_language(text: str) -> dict[Lang, str]:
    return dict(zip(LANGUAGES, text.split(" | "), strict=True))


def _table(text: str) -> dict[str, dict[Lang, str]]:
    rows = (line.strip().partition(" ") for line in text.strip().splitlines())
    return {code: _by_language(cells) for code, _, cells in rows}


DIVISIONS = _table("""
    01 Servicii generale | General services | Általános szolgáltatás | Allgemeine Verwaltung | Опште јавне услуге
    02 Apărare | Defence | Honvédelem | Verteidigung | Одбрана
    03 Ordine și siguranță | Order and safety | Közrend és biztonság | Ordnung und Sicherheit | Јавни ред и безбедност
    04 Economie și transport | Economy and transport | Gazdaság, közlekedés | Wirtschaft und Verkehr | Привреда и саобраћај
    05 Protecția mediului | Environment | Környezetvédelem | Umweltschutz | Животна средина
    06 Locuințe și utilități | Housing and amenities | Lakásügy, közművek | Wohnen und Versorgung | Становање и комуналије
    07 Sănătate | Health | Egészségügy | Gesundheit | Здравство
    08 Cultură, sport, religie | Culture, sport, religion | Kultúra, sport, vallás | Kultur, Sport, Religion | Култура, спорт, вера
    09 Învățământ | Education | Oktatás | Bildung | Образовање
    10 Protecție socială | Social protection | Szociális védelem | Soziale Sicherung | Социјална заштита
""")  # noqa: E501
"""The ten divisions of COFOG 1999, in words short enough for a row: 04 is economic affairs, transport the most of a
city's; 06 housing and community amenities; 08 recreation, culture and religion."""

EXPENDITURE = _table("""
    51 Administrație | Administration | Közigazgatás | Verwaltung | Управа
    54 Alte servicii publice | Other public services | Egyéb közszolgálat | Andere Dienste | Остале јавне услуге
    55 Dobânzi la datorie | Interest on debt | Adósságkamat | Schuldzinsen | Камате на дуг
    56 Către alte administrații | To other authorities | Más hatóságoknak | An andere Behörden | Другим управама
    60 Apărare | Defence | Honvédelem | Verteidigung | Одбрана
    61 Ordine și siguranță | Order and safety | Közbiztonság | Ordnung und Sicherheit | Јавна безбедност
    65 Școli și grădinițe | Schools | Iskolák és óvodák | Schulen und Kitas | Школе и вртићи
    66 Sănătate | Health | Egészségügy | Gesundheit | Здравство
    67 Cultură, sport, parcuri | Culture, sport, parks | Kultúra, sport, parkok | Kultur, Sport, Parks | Култура, спорт, паркови
    68 Ajutor social | Social support | Szociális támogatás | Soziales | Социјална помоћ
    70 Locuințe, iluminat, apă | Housing, lighting, water | Lakás, világítás, víz | Wohnen, Licht, Wasser | Станови, расвета, вода
    74 Mediu și curățenie | Environment | Környezetvédelem | Umwelt | Животна средина
    80 Economie și muncă | Economy and jobs | Gazdaság és munka | Wirtschaft und Arbeit | Привреда и рад
    81 Căldură și energie | Heating and energy | Fűtés és energia | Wärme und Energie | Грејање и енергија
    83 Agricultură și păduri | Farming and forests | Mező- és erdőgazdaság | Land- und Forstwirtschaft | Пољопривреда и шуме
    84 Transport | Transport | Közlekedés | Verkehr | Саобраћај
    87 Turism, alte acțiuni economice | Tourism, other economic work | Turizmus, egyéb gazdaság | Tourismus, übrige Wirtschaft | Туризам и остала привреда
""")  # noqa: E501

REVENUE = _table("""
    01 Impozit pe profit | Profit tax | Nyereségadó | Gewinnsteuer | Порез на добит
    03 Impozit la vânzarea de imobile | Tax on property sales | Ingatlaneladás adója | Steuer auf Hausverkäufe | Порез на продају некретнина
    04 Cote din impozitul pe venit | Share of income tax | Rész a jövedelemadóból | Anteil an der Einkommensteuer | Удео у порезу на доходак
    05 Alte impozite pe venit | Other income taxes | Egyéb jövedelemadók | Andere Einkommensteuern | Остали порези на доходак
    06 Impozit pe salarii | Payroll tax | Béradó | Lohnsteuer | Порез на зараде
    07 Impozit pe clădiri și terenuri | Tax on buildings and land | Épület- és telekadó | Grundsteuer | Порез на зграде и земљиште
    11 Sume din TVA de la stat | VAT share from the state | Áfa-részesedés az államtól | Mehrwertsteueranteil vom Staat | Удео у ПДВ-у од државе
    12 Alte taxe pe bunuri și servicii | Other taxes on goods and services | Egyéb áru- és szolgáltatásadók | Andere Steuern auf Waren | Остали порези на робу и услуге
    15 Impozit pe spectacole | Tax on shows | Előadások adója | Vergnügungssteuer | Порез на приредбе
    16 Impozit pe mașini, autorizații | Vehicle tax, permits | Gépjárműadó, engedélyek | Kfz-Steuer, Genehmigungen | Порез на возила, дозволе
    18 Alte impozite și taxe | Other taxes | Egyéb adók | Andere Steuern | Остали порези
    30 Chirii și concesiuni | Rents and concessions | Bérleti díjak, koncessziók | Mieten und Konzessionen | Закупи и концесије
    31 Dobânzi încasate | Interest received | Kamatbevétel | Erhaltene Zinsen | Примљене камате
    33 Servicii cu plată | Paid services | Fizetős szolgáltatások | Bezahlte Leistungen | Услуге уз накнаду
    34 Taxe administrative | Administrative fees | Igazgatási díjak | Verwaltungsgebühren | Административне таксе
    35 Amenzi | Fines | Bírságok | Bußgelder | Казне
    36 Alte venituri | Other income | Egyéb bevételek | Sonstige Einnahmen | Остали приходи
    37 Donații și sponsorizări | Gifts and sponsorship | Adományok, szponzorok | Spenden und Sponsoren | Донације и спонзори
    39 Vânzarea unor bunuri | Sale of city property | Városi vagyon eladása | Verkauf von Eigentum | Продаја градске имовине
    40 Împrumuturi rambursate | Loans paid back | Visszafizetett kölcsönök | Zurückgezahlte Darlehen | Враћене позајмице
    41 Alte operațiuni financiare | Other financial operations | Egyéb pénzügyi műveletek | Andere Finanzgeschäfte | Остале финансијске операције
    42 Subvenții de la stat | State grants | Állami támogatások | Zuschüsse vom Staat | Субвенције од државе
    43 De la alte administrații | From other authorities | Más hatóságoktól | Von anderen Behörden | Од других управа
    44 Donații din străinătate | Gifts from abroad | Külföldi adományok | Spenden aus dem Ausland | Донације из иностранства
    45 Fonduri europene | European funds | Európai uniós alapok | EU-Mittel | Европски фондови
    46 Alte fonduri europene | Other European funds | Más uniós alapok | Andere EU-Mittel | Други европски фондови
    48 Fonduri europene, proiecte | European funds, projects | Uniós alapok, projektek | EU-Mittel, Projekte | Европски фондови, пројекти
""")  # noqa: E501

ORIGINS = _table("""
    own Bani proprii | Own income | Saját bevétel | Eigene Einnahmen | Сопствени приходи
    state De la stat | From the state | Az államtól | Vom Staat | Од државе
    eu De la UE | From the EU | Az EU-tól | Von der EU | Од ЕУ
    other Alte surse | Other sources | Más források | Andere Quellen | Остали извори
""")
"""Where revenue comes from (`reconcile.origin`)."""

TABLES: Mapping[Side, Mapping[str, dict[Lang, str]]] = {"expenditure": EXPENDITURE, "revenue": REVENUE}

COFOG = {
    **dict.fromkeys(("51", "53", "54", "55", "56"), "01"),
    "60": "02",
    "61": "03",
    **dict.fromkeys(("80", "81", "82", "83", "84", "85", "86", "87"), "04"),
    "74": "05",
    "70": "06",
    "66": "07",
    "67": "08",
    "65": "09",
    "68": "10",
}
"""The division of each chapter of expenditure: parts I to V of the Romanian classification follow COFOG's divisions.

Debt (55) and transfers to other administrations (56) are its groups 01.7 and 01.8, heating and transport 04.3 and 04.5.
The chapters 53, 82, 85 and 86 are of the state's budget."""


def name(names: Names, side: Side, key: str) -> Text | None:
    """What a chapter (its two digits) is called on a screen: as the pack says, or as this table does."""
    own = names.expenditure if side == "expenditure" else names.revenue
    return own.get(key) or TABLES[side].get(key)


def origin(names: Names, key: str) -> Text | None:
    """What an origin of revenue (own, state, eu, other) is called on a screen."""
    own = next((texts for known, texts in names.origin.items() if known == key), None)
    return own or ORIGINS.get(key)


def division(names: Names, key: str) -> str | None:
    """The COFOG division ("01" to "10") of a chapter of expenditure, as the pack says or as this table does."""
    return names.cofog.get(key) or COFOG.get(key)


def names_yaml() -> bytes:
    """The table as a pack's names.yaml, for a city to edit: chapters of expenditure under their COFOG division."""
    lines = [
        "# What budget chapters are called on a screen, by the first two digits of their code (Order 1954/2005).",
        "# Short is good: a row has room for about 24 letters. What is left out here is named as Afișier names it.",
        "expenditure:",
    ]
    for number, titles in DIVISIONS.items():
        chapters = [key for key in EXPENDITURE if COFOG[key] == number]
        if chapters:
            lines.append(f"  # COFOG {number}: {titles['ro']} ({titles['en']})")
            lines += [_written(key, EXPENDITURE[key]) for key in chapters]
    lines += ["revenue:", *(_written(key, texts) for key, texts in REVENUE.items())]
    lines += ["origin:", *(_written(key, texts) for key, texts in ORIGINS.items() if key != "other")]
    lines += ['# Chapters your city counts to another COFOG division than above: "81": "06"', "cofog: {}"]
    return ("\n".join(lines) + "\n").encode()


def _written(key: str, texts: Mapping[Lang, str]) -> str:
    label = f'"{key}"' if key.isdigit() else key
    listed = ", ".join(f'{lang}: "{text}"' for lang, text in texts.items())
    return f"  {label}: {{{listed}}}"
