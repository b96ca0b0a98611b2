"""The sentences of `explain`, in English and Romanian: what became of a campaign, what shows, what comes next."""

from datetime import datetime
from typing import Literal

Tongue = Literal["en", "ro"]

_DAYS = {
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "ro": ("luni", "marți", "miercuri", "joi", "vineri", "sâmbătă", "duminică"),
}
_TABLE: dict[str, tuple[str, str]] = {
    "off": (
        "The display is off, outside its hours, until {until}.",
        "Ecranul este oprit, în afara orelor lui, până {until}.",
    ),
    "neutral": (
        "The neutral card shows until {until}: no campaign has anything to show.",
        "Cartonașul neutru se vede până {until}: nicio campanie nu are ce arăta.",
    ),
    "off-long": (
        "The display is off, outside its hours, for the next {days} days at least.",
        "Ecranul este oprit, în afara orelor lui, cel puțin {days} de zile.",
    ),
    "neutral-long": (
        "The neutral card shows for the next {days} days at least: no campaign has anything to show.",
        "Cartonașul neutru se vede cel puțin {days} de zile: nicio campanie nu are ce arăta.",
    ),
    "showing": (
        "The slide {slide} shows in {lang} until {until}, for the campaign {campaign}.",
        "Pagina {slide} se vede în {lang} până {until}, în campania {campaign}.",
    ),
    "elsewhere": ("is not for this display: {why}", "nu este pentru acest ecran: {why}"),
    "for": ("it is for {who}", "este pentru {who}"),
    "wants": ("it wants displays with {tags}; this one has {own}", "cere ecrane cu {tags}; acesta are {own}"),
    "any": ("any of {tags}", "oricare din {tags}"),
    "all": ("all of {tags}", "toate din {tags}"),
    "none": ("none of {tags}", "niciuna din {tags}"),
    "untagged": ("no tags", "nicio etichetă"),
    "over": ("is over, it ended {when}", "s-a încheiat, {when}"),
    "waits": ("waits: it starts {when}", "așteaptă: începe {when}"),
    "waits-long": ("waits: it does not start within {days} days", "așteaptă: nu începe în următoarele {days} de zile"),
    "empty": ("runs, but has nothing to show: {why}", "e în program, dar nu are ce arăta: {why}"),
    "languageless": ("{slide} has no language of this display", "{slide} nu are nicio limbă a acestui ecran"),
    "opens": ("{slide} opens {when}", "{slide} începe {when}"),
    "ended": ("{slide} ended {when}", "{slide} s-a încheiat {when}"),
    "alone": (
        "plays with priority {priority}, the highest now, alone",
        "se vede, cu prioritatea {priority}, cea mai mare acum, singură",
    ),
    "shared": (
        "plays with priority {priority}, the highest now, {share} of {shares} shares of the airtime",
        "se vede, cu prioritatea {priority}, cea mai mare acum, cu {share} din {shares} părți de timp",
    ),
    "weighed": (
        "{said}; with the city's minimum airtime that is {part}",
        "{said}; cu timpul minim cerut de oraș, {part}",
    ),
    "closed": ("{said}; not open now: {slides}", "{said}; acum închise: {slides}"),
    "masked": (
        "is masked until {when} by {by} (priority {over} over {under})",
        "este acoperită până {when} de {by} (prioritatea {over} peste {under})",
    ),
    "masked-long": (
        "is masked for the next {days} days at least by {by} (priority {over} over {under})",
        "este acoperită cel puțin {days} de zile de {by} (prioritatea {over} peste {under})",
    ),
    "then": ("{when} that changes: {what}.", "Se schimbă {when}: {what}."),
    "at": ("at {when}", "la {when}"),
    "on": ("on {when}", "{when}"),
    "plays": ("{who} plays", "se vede {who}"),
    "play": ("{who} play", "se văd {who}"),
    "others": ("{said} with other slides", "{said}, cu alte pagini"),
    "card": ("the neutral card shows", "se vede cartonașul neutru"),
    "and": (" and ", " și "),
}
LANGUAGES = {"ro": "română", "en": "engleză", "hu": "maghiară", "de": "germană", "sr": "sârbă"}
"""What Romanian sentences call the languages of slides."""


def say(phrase: str, tongue: Tongue, **values: object) -> str:
    """The phrase with its blanks filled."""
    return _TABLE[phrase][0 if tongue == "en" else 1].format(**values)


def moment(local: datetime, today: datetime, tongue: Tongue) -> str:
    """`08:00` on the same local day, `Sat 2026-11-28 08:00` on another; seconds only where there are any."""
    day = "" if local.date() == today.date() else f"{_DAYS[tongue][local.weekday()]} {local:%Y-%m-%d} "
    return f"{day}{local:%H:%M}" + (f":{local:%S}" if local.second else "")
