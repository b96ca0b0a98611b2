"""Every word of the wall, in Romanian, and how it writes times, sizes and counts.

Leaves out the words of the slides themselves: they come from the pack, in their own language.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date

from content.explain.sentences import Phrasebook
from content.pack.model import Panel
from content.slides.kinds import KINDS
from content.wire import ClockState

WORDS = {
    "title": "Ecranele orașului",
    "no_city": "Afișier",
    "lead": "Ce arată fiecare ecran chiar acum: imaginea citită înapoi de pe ecran, nu o presupunere.",
    "alert": "Alertă pe ecrane:",
    "now": "Acum",
    "last": "Ultima dată",
    "next": "Urmează",
    "since": "de la",
    "online": "Conectat",
    "offline": "Deconectat",
    "public_online": "Imagine de acum",
    "public_offline": "Nicio imagine de acum",
    "public_never": "Încă nicio imagine",
    "never": "Încă nepornit",
    "unreviewed": "Publicat fără aprobare",
    "unreviewed_hint": "Ce arată ecranul s-a publicat fără aprobare și încă nu l-a privit altcineva.",
    "never_hint": "Așteaptă primul semn de la acest ecran. Fișierul de înscriere se face cu",
    "no_picture": "Nicio imagine",
    "last_picture": "Ultima imagine primită",
    "offline_hint": "Ecranul arată mai departe ce are pe card, după programul primit.",
    "seen": "Ultimul semn",
    "manifest": "Manifest",
    "adopted": "adoptat",
    "waits": "așteaptă",
    "of_server": "la server",
    "none": "niciunul",
    "exact": "Arată exact cadrul aprobat",
    "silent": "De aici nu se știe ce arată ecranul",
    "older": "Ecranul este în urmă: are încă manifestul dinainte, din",
    "newer": "Serverul este în urmă: ecranul are un manifest mai nou decât al lui",
    "untimed": "Ecranul nu știe ora: arată doar ce nu are dată",
    "unseen": "Playerul nu spune ce se vede pe ecran",
    "other": "Ecranul nu arată cadrul aprobat, de la",
    "foreign": "Ecranul arată un cadru care nu este în manifestul de acum, de la",
    "stale": "Nu se știe ce arată ecranul: ce a spus s-a încheiat la",
    "confirmed": "confirmat",
    "clock": "Ceas",
    "clock_server": "ora serverului",
    "clock_ntp": "sincronizat (NTP)",
    "clock_none": "fără încredere",
    "ahead": "al sistemului e înainte cu",
    "behind": "al sistemului e în urmă cu",
    "rejected": "A refuzat un manifest",
    "rivals": "Două playere folosesc aceeași înscriere și se deconectează pe rând; opriți unul sau înscrieți-l din nou",
    "glass_of": "Ce arată ecranul",
    "neutral": "Ecranul de repaus: nimic programat",
    "off": "Stins, în afara orelor de funcționare",
    "nothing_next": "Nimic altceva în ora următoare.",
    "read_from": "citit de la",
    "lost": "Legătura cu serverul s-a întrerupt. Pagina arată ultima stare cunoscută și încearcă din nou.",
    "no_pack": "Încă niciun conținut",
    "no_pack_hint": "Serverul funcționează și așteaptă primul pachet al orașului:",
    "no_displays": "Niciun ecran în pachet",
    "no_displays_hint": "Adaugă ecranele orașului în displays.yaml și publică din nou pachetul.",
    "all": "Toate ecranele",
    "online_of": "Conectate",
    "out_of": "din",
    "by_state": "După stare",
    "state_all": "Toate",
    "state_trouble": "De rezolvat",
    "state_well": "În regulă",
    "state_never": "Încă nepornite",
    "search": "Caută",
    "search_in": "nume, id sau etichetă",
    "tag": "Etichetă",
    "any_tag": "Orice etichetă",
    "without": "Șterge căutarea",
    "trouble_first": "cele cu probleme, întâi",
    "none_such": "Niciun ecran nu se potrivește",
    "none_such_hint": "Încearcă mai puține cuvinte, o altă etichetă sau o altă stare.",
    "no_trouble": "Niciun ecran nu are probleme",
    "pages": "Pagini",
    "page": "Pagina",
    "page_before": "Înapoi",
    "page_after": "Înainte",
    "two_players": "Două playere cu aceeași înscriere",
    "lacks": "Nu are încă manifestul",
    "not_approved": "Nu arată cadrul aprobat",
    "shows_approved": "Arată exact ce s-a aprobat",
    "server_older": "Serverul este mai vechi decât ecranul",
    "no_clock": "Nu știe ora",
    "not_seen": "Nu se știe ce arată",
    "hour": "Ora următoare",
    "hour_at": "Ora de după",
    "made_of": "Din ce e făcută ora: cât timp se vede, în total, fiecare afiș; nu ordinea în care apar.",
    "little": "sub 1 min",
    "twice": "Ceasul arată această oră de două ori.",
    "first": "Arată prima dată",
    "second": "Arată a doua oară",
    "local": "ora locală",
    "at": "Arată momentul",
    "see": "Vezi",
    "back": "Înapoi la acum",
    "planned": "așa arată planul de acum",
    "proved": "așa a arătat, citit de pe ecran",
    "from_play": "Afișul care a fost pe ecran, cu ceasul de atunci.",
    "hour_past": "Ce a arătat mai devreme",
    "hour_before": "Ce a arătat înainte",
    "nothing_past": "Ecranul nu a spus încă ce a arătat: o face o dată pe minut, cât are legătură.",
    "then": "Imagine compusă din cadrul aprobat, cu ceasul de atunci; nu este citită de pe ecran.",
    "why": "De ce",
    "calendar": "Programul acestui ecran, ca un calendar la care te poți abona (iCalendar)",
    "coming": "Ce urmează",
    "from": "De la",
    "what": "Ce arată",
    "in": "Limba",
    "campaign": "Campania",
    "again": "și tot așa, până la",
    "again_on": "și tot așa mai departe",
    "asked_for": "S-a cerut",
    "no_time": "Momentul cerut nu se înțelege",
    "no_time_hint": "Se așteaptă o zi, sau o zi și o oră locală, dintre anii 1900 și 2199, de exemplu",
    "no_such": "Acest ecran nu există",
    "no_such_hint": "Ecranele orașului sunt:",
    "for_staff": "Doar pentru cei care lucrează aici",
    "for_staff_hint": "Public este ce se vede acum și ce s-a văzut, cu motivul. Ce urmează se află când se vede.",
    "sign_in": "Intră în studio",
    "busy": "Serverul este ocupat",
    "busy_hint": "Prea multe întrebări deodată. Încearcă din nou peste câteva clipe.",
    "refused": "Pagina nu poate fi arătată",
    "noscript": "Fără JavaScript pagina arată starea din clipa încărcării.",
    "studio": "pentru cei care lucrează aici",
    "foot": "Afișier · afișaj public pentru primării",
}

CHECKS = {
    "cedilla": "Literă cu sedilă în loc de virgulă",
    "dates": "Sfârșitul nu este după început",
    "future": "Date dintr-o zi care încă nu a venit",
    "as-of": "Cifre fără data lor",
    "source": "Sursă fără adresă",
    "licence": "Sursă fără licență",
    "too-long": "Prea mult de citit",
    "stage": "Textul nu se potrivește cu stadiul bugetului",
    "short-address": "Adresa scurtă nu se poate tasta",
    "telephone": "Telefon fără număr",
    "alt": "Imagine fără descriere",
    "long-headline": "Titlu lung",
    "long-text": "Text lung",
    "topic": "Titlul numește o temă, nu spune ce e cu ea",
    "colour-only": "Trimitere doar prin culoare",
    "long-word": "Cuvânt lung",
    "long-sentence": "Frază lungă",
    "difficult": "Text greu de citit",
    "expiry": "Lipsește data la care iese de pe ecrane",
    "over": "S-a încheiat",
    "stale": "Cifre prea vechi, au ieșit de pe ecrane",
    "soon-stale": "Cifre care ies curând de pe ecrane",
    "legal": "Termenul din lege",
    "language-missing": "Lipsește o limbă",
    "language-empty": "Limbă fără niciun afiș",
    "short-host": "Adresa scurtă duce la alt site decât codul QR",
    "unused": "Nu se arată nicăieri",
    "draft": "Ciornă care așteaptă să fie terminată",
    "question": "Întrebare a unui import, fără răspuns",
    "idle": "Ecran fără campanie",
    "twin": "Același conținut de două ori",
    "repeated": "Același afiș de două ori într-o listă",
    "dark": "Ecran cu ore fără conținut",
    "masked": "Campanie acoperită mereu de alta",
    "never-shown": "Nu ajunge pe niciun ecran",
    "airtime": "Mai puțin timp pe ecran decât s-a cerut",
    "period": "Prea puține zile pe ecran din termenul legal",
    "starved": "Limbă care apare rar",
    "slipped": "Intervale care se suprapun puțin",
    "ends-within": "Rămâne fără conținut în mijlocul intervalului",
    "clocks-change": "Interval schimbat de ora de vară sau de iarnă",
    "contrast": "Contrast prea mic",
    "qr-size": "Cod QR prea mic",
    "way": "Cod QR fără altă cale alături",
    "label": "Cifră fără nume alături",
    "stage-named": "Nu spune stadiul bugetului",
    "hundred": "Părțile nu fac 100",
    "percent": "Procent fără lei",
    "headline-figure": "Un număr din titlu nu reiese din cifre",
    "aged": "Sursa pare mai nouă decât cifrele ei",
    "qr-fine": "Cod QR prea fin",
    "coarse": "Imagine prea mică",
    "flat": "Imagine fără contrast",
    "feed": "O sursă nu a putut fi citită din nou",
}
"""Code of a finding → what it is about. The sentence of the finding itself is in English."""

LANGUAGES = {"ro": "română", "en": "engleză", "hu": "maghiară", "de": "germană", "sr": "sârbă"}


_LENGTHS = ((86_400, "zile"), (3600, "h"), (60, "min"), (1, "s"))


def kind_label(kind: str) -> str:
    """The name of that kind of slide, or of its phase (`status_card.kind`)."""
    labels = {str(slide.__struct_config__.tag): slide.names.label for slide in KINDS}
    return labels.get(kind, kind)


def time_of_day(at: datetime, zone: ZoneInfo) -> str:
    """14:05:30, local, with "prima dată" or "a doua oară" where the clocks show it twice."""
    return _local(at, zone, "%H:%M:%S")


def minute_of_day(at: datetime, zone: ZoneInfo) -> str:
    """14:05, local."""
    return _local(at, zone, "%H:%M")


def date_and_time(at: datetime, zone: ZoneInfo) -> str:
    """luni, 23 noiembrie 2026, 14:05:30, local."""
    return f"{format_date(at.astimezone(zone), 'full', locale='ro')}, {time_of_day(at, zone)}"


def day_and_time(at: datetime, zone: ZoneInfo) -> str:
    """23.11.2026, 14:05:30, local."""
    return _local(at, zone, "%d.%m.%Y, %H:%M:%S")


def _local(at: datetime, zone: ZoneInfo, pattern: str) -> str:
    which = Phrasebook("ro", zone, at).which(at)
    return f"{at.astimezone(zone):{pattern}}" + (f" ({which})" if which else "")


def zone_of_clock(at: datetime, zone: ZoneInfo) -> str:
    """The zone of the clock: ora locală, Asia/Kathmandu (+05:45)."""
    return f"{WORDS['local']}, {zone.key} ({at.astimezone(zone).isoformat()[-6:]})"


def version(number: tuple[int, int] | None) -> str:
    """Epoch and sequence of a manifest: 1.12."""
    return WORDS["none"] if number is None else f"{number[0]}.{number[1]}"


def off_by(clock: ClockState) -> str:
    """How wrong the system's clock of a display is; nothing below two seconds, or where it is unknown."""
    if clock.offset_s is None or abs(clock.offset_s) < 2:
        return ""
    seconds = round(abs(clock.offset_s))
    count, unit = next((seconds // size, unit) for size, unit in _LENGTHS if seconds >= size)
    days = "o zi" if count == 1 else f"{whole(count)}{_of(count)} zile"
    return f"{WORDS['ahead' if clock.offset_s > 0 else 'behind']} {days if unit == 'zile' else f'{count} {unit}'}"


def number(value: float) -> str:
    """2,5 with a decimal comma; 2 without one."""
    return f"{value:g}".replace(".", ",")


def whole(value: int) -> str:
    """10.000, with a point between thousands."""
    return f"{value:,}".replace(",", ".")


def minutes(whole: int) -> str:
    """7 min; for zero, that it is less than one."""
    return f"{whole} min" if whole else WORDS["little"]


def decimetres(panel: Panel) -> int:
    """The width of a panel in decimetres, 3 … 20, by which the page draws panels to scale."""
    return min(max(round(panel.width / panel.pixels_per_mm / 100), 3), 20)


def sentence(text: str) -> str:
    """The message of a finding as a sentence of its own, with a capital and a full stop."""
    return f"{text[:1].upper()}{text[1:]}."


def warned(findings: int) -> str:
    """3 avertismente, 20 de avertismente."""
    return f"{findings}{_of(findings)} {'avertisment' if findings == 1 else 'avertismente'}"


def _of(count: int) -> str:
    """The " de" that Romanian puts between a number from 20 on and its noun, else nothing."""
    return " de" if count % 100 >= 20 or (count % 100 == 0 and count) else ""


def displays_counted(displays: int) -> str:
    """3 ecrane, 20 de ecrane."""
    return f"{whole(displays)}{_of(displays)} {'ecran' if displays == 1 else 'ecrane'}"


def counted(displays: int, online: int) -> str:
    """3 ecrane, 2 conectate."""
    return f"{displays_counted(displays)}, {online} {'conectat' if online == 1 else 'conectate'}"
