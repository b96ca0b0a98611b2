"""The form of an alert: few fields, read into an alert from now on.

Decides what is proposed and what may be left out. Leaves out who puts it up (`changes.alerts`) and how the page looks.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from multidict import MultiDict

from content import strict_yaml
from content.findings import Finding, RefusedError, refused
from content.pack.alert import Alert, AlertText
from content.pack.model import City, Pack
from content.pack.tagged import Tagged
from content.pack.values import Lang, Text
from content.phrases import Values, said

MINUTES = (30, 60, 120, 240, 480, 720, 1440)
"""For how long an alert may be on; the longest is `alert.LONGEST`."""
USUAL_MINUTES = 120
HEADLINE, INSTRUCTION = 60, 140
"""Characters that are read at a glance, and while one stops; the exact frame has the last word."""
_LONGEST = 400
_COMMAS = str.maketrans("şţŞŢ", "șțȘȚ")
"""What Romanian keyboards of old type, as Romanian is written: an alert waits for no such mend."""
_PATH = "alerts/alerta.yaml"


class AlertFields(NamedTuple):
    """What the form says: texts by language, who says it, for how many minutes, and where; no `tags` and no `displays`
    mean everywhere."""

    titles: Mapping[str, str]
    bodies: Mapping[str, str]
    issuer: str
    minutes: int
    everywhere: bool
    tags: tuple[str, ...]
    displays: tuple[str, ...]


READY = (
    AlertText(
        title={
            "ro": "Apa de la robinet nu este potabilă",
            "en": "Tap water is not safe to drink",
            "hu": "A csapvíz nem iható",
            "de": "Das Leitungswasser ist kein Trinkwasser",
            "sr": "Вода из чесме није за пиће",
        },
        body={
            "ro": "Nu o bea și nu găti cu ea, nici fiartă. Folosește apă îmbuteliată.",
            "en": "Do not drink it or cook with it, not even boiled. Use bottled water.",
            "hu": "Ne igyon belőle és ne főzzön vele, felforralva sem. Palackozott vizet használjon.",
            "de": "Nicht trinken, nicht damit kochen, auch nicht abgekocht. Wasser aus Flaschen verwenden.",
            "sr": "Не пијте је и не кувајте са њом, ни прокувану. Користите флаширану воду.",
        },
    ),
    AlertText(
        title={
            "ro": "Cod roșu de furtună",
            "en": "Red warning: storm",
            "hu": "Piros riasztás: vihar",
            "de": "Rote Warnung: Sturm",
            "sr": "Црвено упозорење: олуја",
        },
        body={
            "ro": "Intră într-o clădire. Stai departe de copaci, schele și geamuri.",
            "en": "Go into a building. Stay away from trees, scaffolding and windows.",
            "hu": "Menjen be egy épületbe. Kerülje a fákat, az állványokat és az ablakokat.",
            "de": "In ein Gebäude gehen. Von Bäumen, Gerüsten und Fenstern fernbleiben.",
            "sr": "Уђите у зграду. Држите се даље од дрвећа, скела и прозора.",
        },
    ),
    AlertText(
        title={
            "ro": "Evacuare: pleacă acum din această zonă",
            "en": "Evacuation: leave this area now",
            "hu": "Kiürítés: most hagyja el a területet",
            "de": "Evakuierung: Gebiet jetzt verlassen",
            "sr": "Евакуација: одмах напустите ово подручје",
        },
        body={
            "ro": "Mergi pe jos, urmează echipajele. Nu folosi liftul. La nevoie sună la 112.",
            "en": "Walk, follow the crews. Do not use lifts. In need call 112.",
            "hu": "Gyalog menjen, kövesse a hatóságokat. Ne használjon liftet. Baj esetén hívja a 112-t.",
            "de": "Zu Fuß gehen, den Einsatzkräften folgen. Keinen Aufzug benutzen. In Not 112 rufen.",
            "sr": "Идите пешке, пратите екипе. Не користите лифт. У невољи зовите 112.",
        },
    ),
)
"""Texts for cities that keep none ready themselves (`city.yaml`, `alert_texts`)."""


def ready(city: City) -> tuple[AlertText, ...]:
    """The texts that are proposed: the city's own, or else these."""
    return city.alert_texts or READY


def fresh(city: City, text: AlertText | None = None) -> AlertFields:
    """The form before anything is typed, or with a ready-made text."""
    titles = _spoken(city, text.title) if text else {}
    bodies = _spoken(city, text.body) if text else {}
    issuer = city.name_of(text.issuer, city.languages[0]) if text and text.issuer else city.name
    return AlertFields(titles, bodies, issuer, USUAL_MINUTES, True, (), ())


def again(alert: Alert, city: City) -> AlertFields:
    """The form that such an alert would come of."""
    chosen = alert.displays
    lasts = (alert.until.instant(city.zone) - alert.since.instant(city.zone)) // timedelta(minutes=1)
    return AlertFields(
        titles=_spoken(city, alert.title),
        bodies=_spoken(city, alert.body),
        issuer=city.name_of(alert.issuer, city.languages[0]),
        minutes=next((each for each in MINUTES if each >= lasts), MINUTES[-1]),
        everywhere=chosen == "all",
        tags=chosen.tags if isinstance(chosen, Tagged) else (),
        displays=chosen if isinstance(chosen, tuple) else (),
    )


def _spoken(city: City, text: Text) -> dict[str, str]:
    return {lang: city.say(text, lang) or "" for lang in city.languages}


def typed(form: MultiDict[str], city: City) -> AlertFields:
    """What was sent."""

    def texts(name: str) -> dict[str, str]:
        return {lang: _tidy(form.get(f"{name}.{lang}", ""), lang) for lang in city.languages}

    minutes = form.get("minutes", "")
    return AlertFields(
        titles={lang: " ".join(text.split()) for lang, text in texts("title").items()},
        bodies=texts("body"),
        issuer=_tidy(" ".join(form.get("issuer", "").split()), city.languages[0]) or city.name,
        minutes=int(minutes) if minutes in map(str, MINUTES) else USUAL_MINUTES,
        everywhere=form.get("where", "all") != "some",
        tags=tuple(form.getall("tag", [])[:100]),
        displays=tuple(form.getall("display", [])[:1000]),
    )


def _tidy(text: str, lang: str) -> str:
    kept = "\n".join(" ".join(line.split()) for line in text.splitlines() if line.strip())
    return kept.translate(_COMMAS) if lang == "ro" else kept


def alert(fields: AlertFields, pack: Pack, now: datetime) -> Alert:
    """The alert, from now on. Raises RefusedError (`value`) for each text that is missing or far too long, and where no
    display is chosen.

    A language counts when both of its texts are there; the city's first is needed.
    """
    first = pack.city.languages[0]
    flaws = list(_flaws(fields, first))
    if flaws:
        raise RefusedError(*flaws)
    spoken: list[Lang] = [lang for lang in pack.city.languages if fields.titles.get(lang)]
    since = now.astimezone(pack.city.zone).replace(microsecond=0)
    until = since + timedelta(minutes=fields.minutes)
    value: dict[str, Any] = {
        "title": {lang: fields.titles[lang] for lang in spoken},
        "body": {lang: fields.bodies[lang] for lang in spoken},
        "issuer": fields.issuer,
        "displays": _displays(fields, pack),
        "since": since.isoformat(),
        "until": until.isoformat(),
    }
    made: Alert = strict_yaml.typed(value, Alert, _PATH)
    return made


def _flaws(fields: AlertFields, first: str) -> Sequence[Finding]:
    flaws = []
    for lang in fields.titles:
        texts = {"title": fields.titles[lang], "body": fields.bodies[lang]}
        wanted = lang == first or any(texts.values())
        for name, text in texts.items():
            if wanted and not text:
                form, message = (
                    "empty",
                    "is missing, expected the headline and what to do in each language that is begun",
                )
            elif len(text) > _LONGEST:
                form, message = (
                    "long",
                    said("has {count} characters, expected at most {most}", count=len(text), most=_LONGEST),
                )
            else:
                continue
            where = f"{_PATH}:$.{name}.{lang}"
            values: Values = {"form": form, "count": len(text), "most": _LONGEST}
            flaws.append(Finding(code="value", where=where, message=message, lang=lang, values=values))
    return flaws


def _displays(fields: AlertFields, pack: Pack) -> Any:
    """As it is written in the pack. Raises RefusedError (`value`) when none is chosen."""
    if fields.everywhere:
        return "all"
    tagged = {name for name, each in pack.displays.items() if set(each.tags) & set(fields.tags)}
    chosen = [name for name in pack.displays if name in tagged or name in fields.displays]
    if not chosen:
        raise refused("value", f"{_PATH}:$.displays", "chooses no display, expected at least one", form="nowhere")
    return {"tags": list(fields.tags)} if fields.tags and not fields.displays else chosen
