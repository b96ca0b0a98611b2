"""Places as statistics name them: city, county, region, country, by name or by code (SIRUTA, NUTS, ISO 3166).

Decides how wide a place is, and whether it is the city whose pack it is. Sources mix levels in one column and write
names in capitals without their letters. Leaves out what a slide says of a place (`imports.scope`).
"""

import re
from collections.abc import Iterable
from enum import IntEnum
from typing import Literal, NamedTuple

from content.readers.files import encoding

CAPITAL = "București"
COUNTIES = {
    **{"AB": "Alba", "AR": "Arad", "AG": "Argeș", "BC": "Bacău", "BH": "Bihor", "BN": "Bistrița-Năsăud"},
    **{"BT": "Botoșani", "BV": "Brașov", "BR": "Brăila", "BZ": "Buzău", "CS": "Caraș-Severin", "CL": "Călărași"},
    **{"CJ": "Cluj", "CT": "Constanța", "CV": "Covasna", "DB": "Dâmbovița", "DJ": "Dolj", "GL": "Galați"},
    **{"GR": "Giurgiu", "GJ": "Gorj", "HR": "Harghita", "HD": "Hunedoara", "IL": "Ialomița", "IS": "Iași"},
    **{"IF": "Ilfov", "MM": "Maramureș", "MH": "Mehedinți", "MS": "Mureș", "NT": "Neamț", "OT": "Olt"},
    **{"PH": "Prahova", "SM": "Satu Mare", "SJ": "Sălaj", "SB": "Sibiu", "SV": "Suceava", "TR": "Teleorman"},
    **{"TM": "Timiș", "TL": "Tulcea", "VS": "Vaslui", "VL": "Vâlcea", "VN": "Vrancea"},
}
"""Of Romania (law 2/1968), by the letters of their number plates."""
REGIONS = {
    "RO11": ("Nord-Vest", "Bihor", "Bistrița-Năsăud", "Cluj", "Maramureș", "Satu Mare", "Sălaj"),
    "RO12": ("Centru", "Alba", "Brașov", "Covasna", "Harghita", "Mureș", "Sibiu"),
    "RO21": ("Nord-Est", "Bacău", "Botoșani", "Iași", "Neamț", "Suceava", "Vaslui"),
    "RO22": ("Sud-Est", "Brăila", "Buzău", "Constanța", "Galați", "Tulcea", "Vrancea"),
    "RO31": ("Sud-Muntenia", "Argeș", "Călărași", "Dâmbovița", "Giurgiu", "Ialomița", "Prahova", "Teleorman"),
    "RO32": ("București-Ilfov", CAPITAL, "Ilfov"),
    "RO41": ("Sud-Vest Oltenia", "Dolj", "Gorj", "Mehedinți", "Olt", "Vâlcea"),
    "RO42": ("Vest", "Arad", "Caraș-Severin", "Hunedoara", "Timiș"),
}
"""NUTS 2 code → the region and its counties, in the order of their NUTS 3 codes (Regulation (EU) 2016/2066)."""
MACROREGIONS = ("unu", "doi", "trei", "patru")
_COUNTRIES = """
    AL Albania|AT Austria|BA Bosnia și Herțegovina|BE Belgia/Belgium|BG Bulgaria|CH Elveția/Switzerland
    CY Cipru/Cyprus|CZ Cehia/Czechia|DE Germania/Germany|DK Danemarca/Denmark|EE Estonia|ES Spania/Spain
    FI Finlanda/Finland|FR Franța/France|GB Regatul Unit/United Kingdom|GR Grecia/Greece|HR Croația/Croatia
    HU Ungaria/Hungary|IE Irlanda/Ireland|IS Islanda/Iceland|IT Italia/Italy|LI Liechtenstein|LT Lituania/Lithuania
    LU Luxemburg/Luxembourg|LV Letonia/Latvia|MD Republica Moldova/Moldova|ME Muntenegru/Montenegro
    MK Macedonia de Nord/North Macedonia|MT Malta|NL Țările de Jos/Netherlands|NO Norvegia/Norway
    PL Polonia/Poland|PT Portugalia/Portugal|RO România/Romania|RS Serbia|SE Suedia/Sweden|SI Slovenia
    SK Slovacia/Slovakia|TR Turcia/Türkiye/Turkey|UA Ucraina/Ukraine|XK Kosovo
    EU Uniunea Europeană/European Union/UE/UE27/UE-27/EU-27|EZ Zona euro/Euro area
"""
"""ISO code → names in Romanian and English, as statistics of Europe write them."""


class Level(IntEnum):
    """How wide a place is. A total is as wide as another column says."""

    LOCALITY = 0
    COUNTY = 1
    REGION = 2
    MACROREGION = 3
    COUNTRY = 4
    TOTAL = 5


class Territory(NamedTuple):
    """A place: of a country or a union the ISO code, of all others the name with its letters, as far as it is known."""

    level: Level
    name: str


Kind = Literal["", "locality", "county", "region", "any"]
"""Which places a column names, as far as its name says: `Județe`, `Localități`, `geo`. "" is no column of places."""

_PREFIX = re.compile(
    r"(?:\d{2,6} )?(?:municipiul|municipiu|mun\.|orasul|oras|or\.|comuna|com\.|satul|sat) (?P<name>.+)"
)
_SIRUTA = re.compile(r"\d{4,6} (?P<name>\D.*)")
_NUTS = re.compile(r"RO(?:[1-4][1-9]?[1-9]?)?")
_UNION = re.compile(r"(?:EU|EA)(?:\d\d)?(?:_20\d\d)?")
_WORDS = {
    "locality": r"localit\w*|oras\w*|municipi\w*|comun[ae]|uat\w*|city|cities|town|municipality|settlement|"
    r"varos\w*|telepules\w*|stadt|stadte|gemeinde|grad|opstina",
    "county": r"judet\w*|jud|count(?:y|ies)|nuts ?3|megye|megyek|kreis|okrug",
    "region": r"(?:macro)?regiun\w*|regions?|nuts ?[12]?",
    "any": r"geo|geo\\time\w*|ref_?area|geopolitical entity.*|teritori\w*|unitat\w* teritorial\w*|t[aă]r[ai]|country",
}
_TOTALS = frozenset({"total", "total general", "total tara", "total judet"})


def bare(text: str) -> str:
    """The text in small letters without their marks, hyphens as spaces: as sources' spellings of a name agree."""
    return " ".join(re.sub(r"\s*-\s*", " ", encoding.unmarked(text.lower())).split())


_COUNTY_OF = {bare(name): name for name in COUNTIES.values()}
_SEATS_OF_ONE_NAME = frozenset(
    {
        *("arad", "bacau", "botosani", "brasov", "braila", "buzau", "calarasi", "constanta", "galati", "giurgiu"),
        *("iasi", "satu mare", "sibiu", "suceava", "tulcea", "vaslui"),
    }
)
"""Counties whose seat has their name: alone, it says neither."""
_REGION_OF = {bare(names[0]): names[0] for names in REGIONS.values()}
_CODE_OF = {
    bare(name): entry.split(" ", 1)[0]
    for line in _COUNTRIES.strip().splitlines()
    for entry in line.strip().split("|")
    for name in entry.split(" ", 1)[1].split("/")
}
_ISO = frozenset(_CODE_OF.values())
_OTHERWISE = {"EL": "GR", "UK": "GB"}
"""Eurostat's own codes of two countries."""


def kind(column: str) -> Kind:
    """Which places a column of this name holds; "" when it does not say that it holds places."""
    name = bare(column)
    kinds: list[Kind] = ["region", "county", "locality", "any"]
    return next((each for each in kinds if re.search(rf"(?:^|[\W_])(?:{_WORDS[each]})(?:$|[\W_])", name)), "")


def read(cell: str, column: Kind = "", city: str = "") -> Territory | None:
    """The place a cell names, or None. A name alone (`Arad`) is read as its column says; without one, as a county.

    The `city` is known by its name in any column, unless that is also a county's.
    """
    text, name = " ".join(cell.split()), bare(cell)
    if city and own(name) == own(city) and own(name) not in _COUNTY_OF:
        return Territory(Level.LOCALITY, city)
    if total(cell):
        country = column in ("county", "region")
        return Territory(Level.COUNTRY, "RO") if country else Territory(Level.TOTAL, text)
    return _by_code(text, column) or _by_name(text, name, column)


def total(cell: str) -> bool:
    """Whether a cell of a column of places says that all of them are meant."""
    return bare(cell) in _TOTALS


def _by_code(text: str, column: Kind) -> Territory | None:
    if column == "county" and text in COUNTIES:
        return Territory(Level.COUNTY, COUNTIES[text])
    if _NUTS.fullmatch(text) and (column or len(text) > 2):
        return _nuts(text)
    if column not in ("any", "region", "county"):
        return None
    if _UNION.fullmatch(text):
        return Territory(Level.COUNTRY, "EU" if text.startswith("EU") else "EZ")
    code = _OTHERWISE.get(text, text)
    return Territory(Level.COUNTRY, code) if code in _ISO else None


def _nuts(code: str) -> Territory | None:
    if len(code) == 2:
        return Territory(Level.COUNTRY, code)
    if len(code) == 3:
        return Territory(Level.MACROREGION, MACROREGIONS[int(code[2]) - 1].capitalize())
    names = REGIONS.get(code[:4], ())
    if len(code) == 4:
        return Territory(Level.REGION, names[0]) if names else None
    number = int(code[4])
    return _county(names[number]) if number < len(names) else None


def _county(name: str) -> Territory:
    return Territory(Level.LOCALITY if name == CAPITAL else Level.COUNTY, name)


def _by_name(text: str, name: str, column: Kind) -> Territory | None:
    if match := re.fullmatch(rf"macroregiunea (?:de dezvoltare )?({'|'.join(MACROREGIONS)}|[1-4])", name):
        number = match[1]
        return Territory(
            Level.MACROREGION, (MACROREGIONS[int(number) - 1] if number.isdigit() else number).capitalize()
        )
    region = re.sub(r"^regiunea (?:de dezvoltare )?", "", name)
    if region in _REGION_OF and (column == "region" or region != name or (column == "any" and name != "centru")):
        return Territory(Level.REGION, _REGION_OF[region])
    county = re.sub(r"^(?:judet(?:ul)?|jud\.) ", "", name)
    if county in _COUNTY_OF and (column != "locality" or county != name):
        return Territory(Level.COUNTY, _COUNTY_OF[county])
    if name in _CODE_OF and column != "locality":
        return Territory(Level.COUNTRY, _CODE_OF[name])
    return _locality(text, name, column)


def _locality(text: str, name: str, column: Kind) -> Territory | None:
    if own(name) == bare(CAPITAL):
        return Territory(Level.LOCALITY, CAPITAL)
    named = _PREFIX.fullmatch(name) or _SIRUTA.fullmatch(name)
    if not (named or (column == "locality" and re.search(r"[a-z]", name))):
        return None
    written = re.sub(r"^\d{2,6} ", "", text)
    return Territory(Level.LOCALITY, written.title() if written.isupper() else written)


def own(city: str) -> str:
    """What a city is compared by: its bare name without `Municipiul`, `Orașul` and its SIRUTA code."""
    name = bare(city)
    match = _PREFIX.fullmatch(name) or _SIRUTA.fullmatch(name)
    return match["name"] if match else name


def same(territory: Territory, city: str) -> bool:
    """Whether the place is the city of that name."""
    return territory.level is Level.LOCALITY and own(territory.name) == own(city)


def key(cell: str, column: Kind, city: str) -> Territory | str:
    """What the spellings of one place have in common."""
    place = read(cell, column, city)
    if place is None or total(cell):
        return bare(cell)
    if place.level is not Level.LOCALITY:
        return place
    return Territory(Level.LOCALITY, own(city) if same(place, city) else own(place.name))


def twofold(cell: str) -> bool:
    """Whether a name alone is a county's and its seat's: `Arad`."""
    return bare(cell) in _SEATS_OF_ONE_NAME


def all_places(cells: Iterable[str], city: str) -> bool:
    """Whether a column whose name says nothing holds places only: at least one beside totals, each beyond doubt."""
    read_all = [read(cell, "", city) for cell in cells]
    return None not in read_all and any(each is not None and each.level is not Level.TOTAL for each in read_all)


_OF_CITY = re.compile(
    r"\b(?:[Mm]unicipi(?:ul|ului)|MUNICIPI(?:UL|ULUI)|[Oo]ra[sșş](?:ul|ului)|ORA[SȘŞ](?:UL|ULUI)|[Cc]omun(?:a|ei)|COMUN(?:A|EI))"
    r"\s+(?P<name>[A-ZĂÂÎȘȚŞŢ][\wăâîșțşţ]+(?:[ -][A-ZĂÂÎȘȚŞŢ][\wăâîșțşţ]+){0,3})"
)


def spoken_of(text: str, city: str) -> Territory | None:
    """The city or commune that a title speaks of, as `Populația municipiului Arad`; None for none."""
    match = _OF_CITY.search(text)
    if match is None:
        return None
    name = " ".join(match["name"].split())
    if bare(name) == own(city) or bare(name).startswith(f"{own(city)} "):
        return Territory(Level.LOCALITY, city)
    return Territory(Level.LOCALITY, name.title() if name.isupper() else name)
