"""Headlines an import makes: figures by name, in five languages, with no word that would have to be declined.

Decides what is said of a series, of names, of places and of counts made here; a person may write better ones.
"""

import re

_FORMS = {
    "change": {
        "ro": "{}: {{first}} în {{first_x}}, {{last}} în {{last_x}}",
        "en": "{}: {{first}} in {{first_x}}, {{last}} in {{last_x}}",
    },
    "last": {"ro": "{}: {{last}} în {{last_x}}", "en": "{}: {{last}} in {{last_x}}"},
    "tie": {
        "ro": "{}: cel mult {{most}}",
        "en": "{}: at most {{most}}",
        "hu": "{}: legfeljebb {{most}}",
        "de": "{}: höchstens {{most}}",
        "sr": "{}: највише {{most}}",
    },
}
_PLAIN = {
    "change": "{}: {{first}} ({{first_x}}), {{last}} ({{last_x}})",
    "last": "{}: {{last}} ({{last_x}})",
    "most": "{}: {{most_x}} ({{most}})",
    "places": "{}: {{count}}",
}
"""For the languages in which the form above would need an ending."""

COUNTED = {
    "days": (
        "Curse de transport public pe zi: cel mult {most}",
        "Public transport trips a day: at most {most}",
        "Közösségi járatok naponta: legfeljebb {most}",
        "Fahrten im Nahverkehr am Tag: höchstens {most}",
        "Поласци јавног превоза дневно: највише {most}",
    ),
    "routes": (
        "Linia {most_x} are cele mai multe curse pe zi: {most}",
        "Line {most_x} has the most trips a day: {most}",
        "Legtöbb járat naponta ({most_x}): {most}",
        "Linie {most_x} hat die meisten Fahrten am Tag: {most}",
        "Линија {most_x} има највише полазака дневно: {most}",
    ),
    "hours": (
        "Cele mai multe curse pleacă la ora {most_x}: {most}",
        "Most trips leave in the hour from {most_x}: {most}",
        "A legtöbb járat {most_x} órakor indul: {most}",
        "Die meisten Fahrten beginnen um {most_x} Uhr: {most}",
        "Највише полазака је у {most_x} ч: {most}",
    ),
    "routes-tie": (
        "Curse pe zi pe o linie: cel mult {most}",
        "Trips a day on one line: at most {most}",
        "Napi járatok egy vonalon: legfeljebb {most}",
        "Fahrten am Tag auf einer Linie: höchstens {most}",
        "Поласци дневно на једној линији: највише {most}",
    ),
    "hours-tie": (
        "Curse de transport public pe oră: cel mult {most}",
        "Public transport trips an hour: at most {most}",
        "Közösségi járatok óránként: legfeljebb {most}",
        "Fahrten im Nahverkehr pro Stunde: höchstens {most}",
        "Поласци јавног превоза на сат: највише {most}",
    ),
    "biciclete": (
        "Biciclete publice disponibile: {last}",
        "Shared bicycles available: {last}",
        "Elérhető közbringák: {last}",
        "Verfügbare Leihräder: {last}",
        "Доступни јавни бицикли: {last}",
    ),
    "statii": (
        "Stații de biciclete: {last}",
        "Bicycle stations: {last}",
        "Közbringa-állomások: {last}",
        "Radstationen: {last}",
        "Станице за бицикле: {last}",
    ),
    "locuri": (
        "Locuri în stațiile de biciclete: {last}",
        "Places at bicycle stations: {last}",
        "Dokkolók az állomásokon: {last}",
        "Plätze an Radstationen: {last}",
        "Места на станицама: {last}",
    ),
    "locuri libere": (
        "Locuri libere pentru biciclete: {last}",
        "Free places for bicycles: {last}",
        "Szabad kerékpárdokkolók: {last}",
        "Freie Plätze für Räder: {last}",
        "Слободна места за бицикле: {last}",
    ),
}
_ORDER = ("ro", "en", "hu", "de", "sr")


def of(kind: str, subject: str, lang: str, *, days: bool = False) -> str:
    """The headline of that kind (`change`, `last`, `most`, `tie`, `places`) about a subject.

    A `tie` names none of those that are largest together.
    Braces in the subject are not names of figures. Of single days the plain form is said: "in" is wrong before a day.
    """
    form = _FORMS.get(kind, {}).get(lang) if not days else None
    form = form or _PLAIN[kind]
    return form.format(re.sub(r"[{}]", "", subject))


def counted(what: str, lang: str) -> str | None:
    """The headline of a count made here; None when there is none of that name."""
    forms = COUNTED.get(what)
    return forms[_ORDER.index(lang)] if forms else None
