"""Notices and calls as Romanian city halls write them; the texts are made up, the right values worked out by hand.

It is Tuesday, 24 November 2026.
"""

from typing import Any

from tests.corpus.case import Case, Draft, Refused

WHY = (
    " pentru înlocuirea conductei de apă și refacerea carosabilului, lucrări executate de o firmă contractată"
    " de primărie, conform avizului comisiei de circulație."
)
"""What makes a sentence too long to be read in passing."""
FULL = "titlu;cine;de la;până la;perioada;adresa;scurt;minute;telefon\n"


def notice(name: str, shows: str, text: str | bytes, file: str = "anunt.txt", **slide: Any) -> Case:
    """A notice that becomes the draft of a notice; `none` are keys it must lack, `notes` what is told of it."""
    lacks, notes, asks = slide.pop("none", ()), slide.pop("notes", ()), slide.pop("asks", ())
    body, title = slide.pop("body", None), slide.pop("title", None)
    values = {"kind": slide.pop("kind", "notice"), **slide}
    values |= {"body.ro": body} if body is not None else {}
    values |= {"title.ro": title} if title is not None else {}
    return Case(f"notice-{name}", shows, file, text, Draft(values, lacks, notes, asks), reader="consultations")


def call(name: str, shows: str, text: str, **slide: Any) -> Case:
    return notice(name, shows, text, kind="consultation", **slide)


def row(name: str, shows: str, cells: str, expect: Draft | Refused) -> Case:
    """A table of one call."""
    text = f"{FULL}Spune unde punem copaci;Oricine;{cells};https://oras.ro/c;oras.ro/c;5;0256 408 300\n"
    return Case(f"calls-{name}", shows, "consultari.csv", text, expect, reader="consultations")


def closed(when: str) -> str:
    return f"Lucrări pe strada Morii\n{when[:1].upper()}{when[1:]} circulația pe strada Morii este închisă{WHY}\n"


PERIODS = [
    notice(
        "dash",
        "two numbers and a month",
        closed("în perioada 1–5 decembrie 2026"),
        not_before="2026-12-01",
        expires="2026-12-05",
    ),
    notice(
        "dash-digits",
        "two numbers and a month in digits",
        closed("în perioada 01-05.12.2026"),
        not_before="2026-12-01",
        expires="2026-12-05",
    ),
    notice(
        "dash-spaces",
        "a dash with spaces, and a stray blank before the comma",
        closed("în perioada 01.12.2026 –  05.12.2026 ,"),
        not_before="2026-12-01",
        expires="2026-12-05",
    ),
    notice(
        "half-date",
        "the first day without its year",
        closed("în perioada 28.11–03.12.2026"),
        not_before="2026-11-28",
        expires="2026-12-03",
    ),
    notice(
        "over-new-year",
        "the year is said with the last day only",
        closed("în perioada 28 decembrie – 5 ianuarie 2027"),
        not_before="2026-12-28",
        expires="2027-01-05",
    ),
    notice(
        "list",
        "a list of days that follow one another",
        closed("în zilele de 1, 2 și 3 decembrie 2026"),
        not_before="2026-12-01",
        expires="2026-12-03",
        body="1–3 decembrie",
    ),
    notice(
        "list-apart",
        "a list of days apart",
        closed("în zilele de 1, 8 și 15 decembrie 2026"),
        not_before="2026-12-01",
        expires="2026-12-15",
        body="1, 8 și 15 decembrie",
    ),
    notice(
        "between",
        "between two days",
        closed("între 1 și 5 decembrie 2026"),
        not_before="2026-12-01",
        expires="2026-12-05",
    ),
    notice(
        "between-dates",
        "between two dates",
        closed("în intervalul cuprins între 01.12.2026 și 05.12.2026"),
        not_before="2026-12-01",
        expires="2026-12-05",
    ),
    notice(
        "from-to",
        "from one day to another",
        closed("din data de 1.12.2026 și până în data de 5.12.2026"),
        not_before="2026-12-01",
        expires="2026-12-05",
    ),
    notice("roman", "the month in Roman numbers", closed("în data de 15.XII.2026"), expires="2026-12-15"),
    notice("short-year", "the year in two digits", closed("în data de 15.12.26"), expires="2026-12-15"),
    notice(
        "this-year",
        "the current year, shortened, is asked",
        closed("în data de 15 decembrie a.c."),
        expires="2026-12-15",
        notes=("is this the year",),
    ),
    notice("this-year-digits", "the current year after digits", closed("în data de 15.12.a.c."), expires="2026-12-15"),
    notice(
        "this-year-words",
        "the current year in words",
        closed("în data de 15 decembrie anul curent"),
        expires="2026-12-15",
    ),
    notice(
        "no-year",
        "a day without a year is the nearest, and asked",
        closed("în data de 15 decembrie"),
        expires="2026-12-15",
        notes=("the year, which the text does not say",),
    ),
    notice("no-year-weekday", "a weekday that is right", closed("marți, 15 decembrie"), expires="2026-12-15"),
    notice(
        "capitals",
        "a notice in capitals",
        closed("în perioada 1-5 decembrie 2026").upper(),
        not_before="2026-12-01",
        expires="2026-12-05",
    ),
    notice(
        "no-marks",
        "a notice without Romanian marks",
        "Inchideri\nIncepand cu 1 decembrie 2026, timp de 5 zile, strada Garii este inchisa" + WHY,
        not_before="2026-12-01",
        expires="2026-12-05",
        body="1–5 decembrie: str. Garii",
    ),
    notice(
        "iso-8859-16",
        "the encoding of old programs",
        closed("în perioada 1–5 decembrie 2026".replace("–", "-")).encode("iso8859_16"),
        expires="2026-12-05",
    ),
    notice(
        "several-years",
        "the years of two periods",
        closed("în perioada 10.12.2026-10.01.2027"),
        not_before="2026-12-10",
        expires="2027-01-10",
    ),
]
MORE = [
    notice(
        "night",
        "one night, named by its two days",
        closed("în noaptea de 4/5 decembrie 2026, între orele 23:00 - 05:00,"),
        expires="2026-12-05T05:00",
    ),
    notice(
        "night-between",
        "one night between two days",
        closed("în noaptea dintre 4 și 5 decembrie 2026"),
        not_before="2026-12-04",
        expires="2026-12-05",
    ),
    notice(
        "half-dates-apart",
        "a half date, with blanks around the dash",
        "Lucrări\nPerioada de execuție: 30.11 - 04.12.2026. Interval orar: 8.00 - 18.00. Locația: str. Mureș.\n",
        not_before="2026-11-30",
        expires="2026-12-04T18:00",
        body="30 noiembrie – 4 decembrie, 8–18: str. Mureș",
    ),
    notice(
        "half-dates-list",
        "half dates in a list",
        closed("în zilele de 01.12, 03.12 și 05.12.2026"),
        not_before="2026-12-01",
        expires="2026-12-05",
        body="1, 3 și 5 decembrie",
    ),
    notice(
        "two-weekdays",
        "two weekdays of two days contradict nothing",
        "Concert\nSâmbătă și duminică, 5 și 6 decembrie 2026, de la ora 18.00, în Piața Mare.\n",
        not_before="2026-12-05",
        expires="2026-12-06",
    ),
    notice(
        "begins-lasts",
        "when works begin and how long they take",
        closed("de la 1 decembrie 2026, lucrările durează 45 de zile,"),
        not_before="2026-12-01",
        expires="2027-01-14",
    ),
    notice(
        "begins-ends",
        "works that have begun, and when they end",
        closed("lucrările au început în data de 10 noiembrie 2026 și se vor încheia la 20 decembrie 2026;"),
        not_before="2026-11-10",
        expires="2026-12-20",
    ),
    notice(
        "opens-until",
        "a fair that opens on a day, and is open until another",
        "Târgul\nTârgul se deschide vineri, 27 noiembrie, la ora 18:00 și poate fi vizitat zilnic,"
        " până pe 27 decembrie 2026, în intervalul orar 10:00 – 22:00.\n",
        not_before="2026-11-27",
        expires="2026-12-27T22:00",
    ),
    notice(
        "two-deadlines",
        "a deadline and, by „respectiv”, another: shown from now on",
        "Taxe\nTermenul de plată al impozitelor este 31 martie 2027, respectiv 30 septembrie 2027.\n",
        expires="2027-09-30",
        none=("not_before",),
    ),
    notice(
        "holidays",
        "lists over the new year",
        f"Program\nÎn zilele de 24, 25 și 26 decembrie 2026, precum și în 31 decembrie 2026,"
        f" 1 și 2 ianuarie 2027{WHY}\n",
        not_before="2026-12-24",
        expires="2027-01-02",
        body="24–26 decembrie și 31 decembrie – 2 ianuarie",
    ),
    notice(
        "lines",
        "a line for each day and street",
        "Oprire apă\nLuni 30.11.2026 - str. Morii, orele 9-12\nMarți 01.12.2026 - str. Gării, orele 9-12\n"
        "Miercuri 02.12.2026 - str. Apei, orele 13-15\n",
        not_before="2026-11-30",
        expires="2026-12-02T15:00",
        body="- 30 nov, 9–12: str. Morii\n- 1 dec, 9–12: str. Gării\n- 2 dec, 13–15: str. Apei",
    ),
    notice(
        "different-things",
        "days of different things are no body by themselves",
        f"Licitație publică\nLicitația are loc în data de 15.12.2026, ora 10.00{WHY} Data limită de depunere a"
        " ofertelor: 14.12.2026, ora 15.00. Clarificări: până la 07.12.2026.\n",
        expires="2026-12-15",
        none=("body", "not_before"),
        notes=("3 left out",),
    ),
    notice(
        "prolonged-headline",
        "a headline that only says that something is prolonged",
        "Se prelungește termenul\nTermenul stabilit inițial pentru data de 30.11.2026 a fost prelungit până"
        " la data de 18.12.2026, ora 14.\n",
        expires="2026-12-18T14:00",
        notes=("2026-11-30 no longer holds",),
    ),
]
USUAL = [
    notice(
        "tomorrow-dated",
        "a notice to the inhabitants, without marks, that says the day of tomorrow",
        "ANUNT IMPORTANT!\nIn atentia cetatenilor: maine, 25 noiembrie a.c., intre orele 10-12 se opreste curentul"
        " pe strazile Unirii si Libertatii.\n",
        expires="2026-11-25T12:00",
        title="Se întrerupe curentul",
        body="25 noiembrie, 10–12: str. Unirii, str. Libertatii",
    ),
    notice(
        "today-and-tomorrow",
        "today and tomorrow of a notice that says its day are offered, not taken",
        "Data: 24.11.2026\nStrada Morii este închisă azi și mâine.\n",
        none=("expires",),
        notes=("2026-11-25: „mâine”, said on 2026-11-24",),
    ),
    notice(
        "month",
        "a month without a day makes no day",
        "Salubrizare\nÎncepând cu luna decembrie 2026, colectarea se face marțea și vinerea.\n",
        none=("expires",),
        notes=("„Începând cu luna decembrie 2026”",),
    ),
    notice(
        "daily",
        "daily hours without the word",
        closed("în perioada 23 – 27.11.2026, zilnic, de la 08.00 la 16.00,"),
        expires="2026-11-27T16:00",
        body="23–27 noiembrie, 8–16",
    ),
    notice(
        "roman-both",
        "Roman numbers on both sides",
        closed("în perioada 1.XII–5.XII.2026"),
        not_before="2026-12-01",
        expires="2026-12-05",
    ),
    notice(
        "short-months",
        "shortened months, without marks",
        closed("intre 1 dec. si 5 dec. 2026"),
        not_before="2026-12-01",
        expires="2026-12-05",
    ),
    notice("slashes", "slashes", closed("01/12/2026-05/12/2026:"), not_before="2026-12-01", expires="2026-12-05"),
    notice(
        "brackets",
        "brackets within a list of streets",
        f"Parcări\nÎn 4 decembrie 2026 se eliberează străzile Morii (de la nr. 1 la nr. 15) și Gării{WHY}\n",
        body="4 decembrie: str. Morii, str. Gării",
    ),
    notice(
        "bracketed-weekday",
        "a weekday in brackets, and the ends of a stretch",
        "Restricții\nÎn data de 05.12.2026 (sâmbătă), orele 08:00 - 20:00, pe str. Mihai Eminescu (între str. Horea"
        f" și str. Cloșca){WHY}\n",
        expires="2026-12-05T20:00",
        body="5 decembrie, 8–20: str. Mihai Eminescu",
    ),
    notice(
        "route",
        "a route of streets apart by dashes",
        "Cros\nDuminică, 29.11.2026, între orele 09.00-13.30, traseul este: Piața Unirii – Str. Horea – Bd. Ferdinand"
        f" – Str. 1 Decembrie 1918 – Piața Unirii{WHY}\n",
        expires="2026-11-29T13:30",
        body="29 noiembrie, 9–13:30: Piața Unirii, str. Horea, bd. Ferdinand, str. 1 Decembrie 1918",
    ),
    notice(
        "suspended",
        "what is suspended on two days is off on these",
        "Școli\nCursurile se suspendă în 2 și 3 decembrie 2026.\n",
        not_before="2026-12-02",
        expires="2026-12-03",
    ),
    notice(
        "some-days",
        "some days of a period are not each of them",
        f"Colectare\nÎn fiecare sâmbătă, în perioada 28.11.2026 - 19.12.2026, "
        f"între orele 09:00-17:00, pe str. Gării{WHY}",
        expires="2026-12-19T17:00",
        body="28 noiembrie – 19 decembrie, 9–17, în fiecare sâmbătă: str. Gării",
    ),
    notice(
        "weekdays-of-period",
        "the working days of a period, with their hours",
        closed("în perioada 1–18 decembrie 2026, de luni până vineri, între orele 9 și 15,"),
        expires="2026-12-18T15:00",
        body="1–18 decembrie, 9–15, de luni până vineri",
    ),
    notice(
        "nights",
        "several nights, each named by its two days",
        "Asfaltare\nÎn nopțile de 2/3, 3/4 și 4/5 decembrie 2026, "
        f"între orele 22:00 și 05:00, pe str. Gheorghe Lazăr{WHY}",
        not_before="2026-12-02",
        expires="2026-12-05T05:00",
        body="2, 3 și 4 decembrie, 22–5: str. Gheorghe Lazăr",
    ),
    notice(
        "hours-each-day",
        "each day of a list with its hours, and the street of both",
        "Restricții\nÎn zilele de 05.12.2026, între orele 18:00 – 23:00 și 06.12.2026, între orele 10:00 – 22:00,"
        f" pe str. Traian{WHY}",
        not_before="2026-12-05",
        expires="2026-12-06T22:00",
        body="5 decembrie, 18–23 și 6 decembrie, 10–22: str. Traian",
    ),
    notice(
        "roman-spaces",
        "Roman numbers apart by blanks, without marks",
        "Colectare\nIn data de 28 XI 2026 se colecteaza deseuri, intre orele 9 si 14, in Piata Garii" + WHY,
        expires="2026-11-28T14:00",
        body="28 noiembrie, 9–14: Piața Garii",
    ),
    notice(
        "weekday-and-digits",
        "a weekday before a day and a month in digits",
        "Campanie\nVă așteptăm sâmbătă, 28.11, la ora 10, în Parcul Rozelor.\n",
        expires="2026-11-28",
    ),
    notice(
        "hours-of-days",
        "from an hour of a day to an hour of another, the hours first",
        "Atenție\nÎncepând cu ora 22.00 a zilei de 27.11.2026 și până la"
        f" ora 06.00 a zilei de 30.11.2026, bd. Cetății{WHY}",
        not_before="2026-11-27",
        expires="2026-11-30T06:00",
        body="27 noiembrie, ora 22 – 30 noiembrie, ora 6: bd. Cetății",
    ),
    notice(
        "months-long",
        "a term of months is asked",
        closed("de la 07.12.2026, ora 6.00, pentru 3 luni,"),
        not_before="2026-12-07",
        none=("expires",),
        notes=("can be counted in more than one way",),
    ),
    notice(
        "moved-by",
        "what is moved by two days is asked",
        "Lucrări\nLucrările programate în perioada 30.11-02.12.2026 se decalează cu două zile.\n",
        none=("expires",),
        notes=("names no new day", "2026-12-02 no longer holds"),
    ),
    notice(
        "reprogrammed",
        "a work that is planned anew",
        f"Asfaltare\nAsfaltarea programată pentru 26.11.2026 pe strada Gării se reprogramează pentru 03.12.2026{WHY}",
        not_before="2026-12-03",
        expires="2026-12-03",
        body="3 decembrie: str. Gării",
    ),
]
HOURS = [
    notice(
        "hours",
        "hours with dots",
        closed("în 4 decembrie 2026, orele 9.00–15.00,"),
        expires="2026-12-04T15:00",
        body="4 decembrie, 9–15",
    ),
    notice(
        "hours-between",
        "hours between two",
        closed("vineri, 4 decembrie 2026, între orele 9 și 15,"),
        expires="2026-12-04T15:00",
    ),
    notice(
        "hours-interval",
        "hours of an interval, before the days",
        closed("zilnic, în intervalul orar 08:00–18:00, în perioada 4–6 decembrie 2026,"),
        not_before="2026-12-04",
        expires="2026-12-06T18:00",
        body="4–6 decembrie, 8–18",
    ),
    notice(
        "hours-raised",
        "minutes set high",
        closed("în 4 decembrie 2026, de la ora 9⁰⁰ la ora 15⁰⁰,"),
        expires="2026-12-04T15:00",
    ),
    notice(
        "hours-night",
        "hours over midnight end the next morning",
        closed("în noaptea de 4 decembrie 2026, între orele 22 și 6,"),
        expires="2026-12-05T06:00",
        body="4 decembrie, 22–6",
    ),
    notice(
        "hours-nights",
        "nights of a period",
        closed("în perioada 1-3 decembrie 2026, între orele 22:00 și 05:00,"),
        expires="2026-12-04T05:00",
    ),
    notice(
        "hours-twice",
        "two ranges of hours",
        closed("în 4 decembrie 2026, orele 8–12 și 14–18,"),
        expires="2026-12-04T18:00",
        body="4 decembrie, 8–12 și 14–18",
    ),
    notice(
        "hour-begins",
        "an hour at which something begins does not end it",
        "Concert în Piața Unirii\nSâmbătă, 5 decembrie 2026, ora 19:00, cântă corul orașului.\n",
        not_before="2026-12-05",
        expires="2026-12-05",
        body="Sâmbătă, 5 decembrie 2026, ora 19:00, cântă corul orașului.",
    ),
    notice(
        "hour-to-weekday",
        "from an hour to a weekday",
        closed("de vineri, 4 decembrie, ora 16, până duminică,"),
        not_before="2026-12-04",
        expires="2026-12-06",
        body="4 decembrie, ora 16 – 6 decembrie",
    ),
    notice(
        "hour-to-hour",
        "from an hour of one day to an hour of another",
        closed("de vineri, 4 decembrie 2026, ora 16:00, până luni, 7 decembrie 2026, ora 5:30,"),
        not_before="2026-12-04",
        expires="2026-12-07T05:30",
    ),
    notice(
        "hour-24",
        "until midnight",
        closed("de vineri, 4 decembrie 2026, ora 8, până sâmbătă, ora 24,"),
        expires="2026-12-05",
    ),
    notice(
        "hour-until",
        "until an hour of a day",
        closed("până la ora 16:00 a zilei de 4 decembrie 2026,"),
        expires="2026-12-04T16:00",
        none=("not_before",),
    ),
    notice(
        "hours-desk",
        "the hours of an office are not those of the closing",
        closed("în 4 decembrie 2026,") + "Relații la telefon 0256 000 000, de luni până vineri, între orele 8–16.\n",
        expires="2026-12-04",
    ),
    notice(
        "hours-of-list",
        "one range of hours for all days of a list",
        closed("în 1 și 8 decembrie 2026, între orele 9 și 15,"),
        expires="2026-12-08T15:00",
        body="1 și 8 decembrie, 9–15",
    ),
]
TERMS = [
    notice(
        "term",
        "a term from a named day, that day included",
        closed("începând cu 1 decembrie 2026, timp de 5 zile,"),
        not_before="2026-12-01",
        expires="2026-12-05",
    ),
    notice(
        "term-words",
        "a term in words",
        closed("timp de două săptămâni, începând cu data de 1 decembrie 2026,"),
        not_before="2026-12-01",
        expires="2026-12-14",
    ),
    notice(
        "term-open",
        "a term from no day makes no day",
        closed("timp de 5 zile"),
        none=("expires", "not_before"),
        notes=("„Timp de 5 zile",),
        asks=("expires",),
    ),
    notice(
        "term-working",
        "working days are asked",
        closed("începând cu 2 decembrie 2026, timp de 5 zile lucrătoare,"),
        not_before="2026-12-02",
        none=("expires",),
        notes=("can be counted in more than one way",),
    ),
    notice(
        "from-open",
        "a beginning without an end",
        closed("începând cu data de 1 decembrie 2026,"),
        not_before="2026-12-01",
        none=("expires",),
        notes=("until when is it true?",),
    ),
    notice(
        "until-only",
        "an end without a beginning",
        closed("până la data de 5 decembrie 2026"),
        expires="2026-12-05",
        none=("not_before",),
    ),
    notice(
        "tomorrow",
        "a day that depends on when it is read is asked",
        closed("mâine"),
        none=("expires",),
        notes=("„Mâine”",),
    ),
    notice(
        "end-of-month",
        "the end of a month is asked",
        closed("până la sfârșitul lunii decembrie"),
        none=("expires",),
        notes=("sfârșitul lunii decembrie",),
    ),
    notice("weekdays-only", "weekdays without a day make no day", closed("de luni până vineri"), none=("expires",)),
]
DOUBTFUL = [
    notice(
        "wrong-weekday",
        "a weekday that contradicts the date",
        closed("joi, 4 decembrie 2026,"),
        expires="2026-12-04",
        notes=("the text says Thursday, and 2026-12-04 is a Friday",),
    ),
    notice(
        "wrong-weekday-last",
        "a weekday that contradicts the last day",
        closed("de vineri, 4 decembrie 2026, până luni, 8 decembrie 2026,"),
        expires="2026-12-08",
        notes=("the text says Monday, and 2026-12-08 is a Tuesday",),
    ),
    notice(
        "backwards",
        "a period that ends before it begins",
        closed("în perioada 15.12.2026 – 05.12.2026"),
        notes=("would end before it begins",),
    ),
    notice(
        "no-such-day",
        "a day that no calendar has",
        closed("până la 31 noiembrie 2026"),
        none=("expires",),
        notes=("„31 noiembrie 2026” is no day of the calendar",),
    ),
    notice(
        "over",
        "a notice of last month",
        closed("în perioada 1–5 octombrie 2026"),
        expires="2026-10-05",
        notes=("to be shown at all",),
    ),
    notice(
        "din",
        "„din” may be the day or the first of more",
        closed("restricțiile din 4 decembrie 2026 se țin:"),
        expires="2026-12-04",
        notes=("„din” may mean",),
    ),
    notice(
        "din-first",
        "„din” at the beginning of a sentence begins something",
        closed("din 4 decembrie 2026"),
        not_before="2026-12-04",
        none=("expires",),
        notes=("until when is it true?",),
    ),
]
MOVED = [
    notice(
        "prolonged",
        "the new last day wins",
        f"Strada Morii închisă\nTermenul de 4 decembrie 2026 se prelungește până la 11 decembrie 2026{WHY}\n",
        expires="2026-12-11",
        notes=("2026-12-04 no longer holds",),
    ),
    notice(
        "prolonged-period",
        "a prolonged period keeps its beginning",
        f"Strada Morii\nRestricția din perioada 25 noiembrie – 4 decembrie 2026 se prelungește până la 11.12.2026{WHY}",
        not_before="2026-11-25",
        expires="2026-12-11",
    ),
    notice(
        "prolonged-again",
        "the old day of the headline goes too",
        f"Strada Morii închisă până la 4.12.2026\nTermenul de 4.12.2026 se prelungește până la 11.12.2026{WHY}\n",
        expires="2026-12-11",
    ),
    notice(
        "postponed",
        "a postponed event is on its new day",
        "Concertul coral\nConcertul din 4 decembrie 2026 se amână pentru 11 decembrie 2026, ora 19.\n",
        not_before="2026-12-11",
        expires="2026-12-11",
    ),
    notice(
        "postponed-from-to",
        "from the old day to the new one",
        "Târgul de Crăciun\nDeschiderea târgului se amână din 4 decembrie 2026 pe 6 decembrie 2026.\n",
        not_before="2026-12-06",
        expires="2026-12-06",
    ),
    notice(
        "postponed-open",
        "a postponed event without a new day has none",
        "Concertul coral\nConcertul din 4 decembrie 2026 se amână.\n",
        none=("expires", "not_before"),
        notes=("names no new day",),
    ),
    notice(
        "instead",
        "in place of the day first announced",
        "Târg\nTârgul are loc pe 11 decembrie 2026, fiind reprogramat față de 4 decembrie 2026, cum era anunțat.\n",
        notes=("2026-12-04 no longer holds",),
        asks=("expires",),
    ),
    notice(
        "called-off",
        "what is called off is asked",
        "Concert\nConcertul din data de 4 decembrie 2026 se anulează.\n",
        notes=("something is called off",),
    ),
    notice(
        "prolonged-in",
        "what is prolonged in a period loses none of its days",
        f"Splaiul Apei\nSe prelungește restricția pe Splaiul Apei, în perioada 1–5 decembrie 2026{WHY}\n",
        not_before="2026-12-01",
        expires="2026-12-05",
    ),
]
NO_DAYS = [
    notice(
        "decision",
        "the date of a decision",
        closed("conform HCL 123/15.10.2025 și H.C.L. nr. 7 din 20 noiembrie 2026, în perioada 1–5 decembrie 2026,"),
        not_before="2026-12-01",
        expires="2026-12-05",
    ),
    notice(
        "law",
        "the date of a law",
        closed("potrivit Legii nr. 52 din 21 ianuarie 2003, în 4 decembrie 2026,"),
        not_before="2026-12-04",
        expires="2026-12-04",
    ),
    notice(
        "square",
        "a square that is named after a day",
        f"Lucrări\nÎn 4 decembrie 2026 se închid Piața 1 Decembrie 1918 și strada 22 Decembrie 1989{WHY}\n",
        not_before="2026-12-04",
        expires="2026-12-04",
        body="4 decembrie: Piața 1 Decembrie 1918, str. 22 Decembrie 1989",
    ),
    notice(
        "births",
        "days of birth",
        "Înscrieri la creșă\nCopiii născuți între 1 ianuarie 2024 și 31 decembrie 2025"
        " vin la vizită pe 4 decembrie 2026.\n",
        not_before="2026-12-04",
        expires="2026-12-04",
    ),
    notice(
        "date-line",
        "the date of the notice itself",
        "Orașul Mare, 20.11.2026\n" + closed("în 4 decembrie 2026"),
        not_before="2026-12-04",
        expires="2026-12-04",
    ),
    notice(
        "published",
        "the day of publication",
        closed("în 4 decembrie 2026") + "Publicat la data de 20.11.2026.\n",
        not_before="2026-12-04",
        expires="2026-12-04",
    ),
    notice(
        "numbers",
        "prices, telephones, articles and counts",
        closed("în 4 decembrie 2026, la prețul de 15.12 lei, tel. 0256.12.10.26, art. 5.12.26, pe 3 noi stații,"),
        not_before="2026-12-04",
        expires="2026-12-04",
    ),
    notice(
        "stage",
        "the number of a stage is no day",
        closed("etapa 2, 4 decembrie 2026,"),
        not_before="2026-12-04",
        expires="2026-12-04",
    ),
    notice(
        "none",
        "a notice without a day",
        f"Program nou\nGrădinița are program prelungit{WHY}\n",
        none=("expires",),
        notes=("the text names no day of the event",),
    ),
]
BODIES = [
    notice(
        "short-sentence",
        "a short sentence is the body, with its abbreviations",
        "Apă oprită\nPe 4.12.2026, orele 9.00–15.00, apa se oprește pe str. Gen. Morii nr. 5."
        " Ne cerem scuze pentru asta.\n",
        body="Pe 4.12.2026, orele 9.00–15.00, apa se oprește pe str. Gen. Morii nr. 5.",
    ),
    notice(
        "two-streets",
        "each period keeps its street",
        f"Restricții\nÎn 4 decembrie 2026 pe strada Morii, iar în 8 decembrie 2026 pe strada Gării{WHY}\n",
        body="- 4 decembrie: str. Morii\n- 8 decembrie: str. Gării",
        not_before="2026-12-04",
        expires="2026-12-08",
    ),
    notice(
        "street-first",
        "each street before its period",
        f"Restricții\nPe strada Morii în 4 decembrie 2026 și pe strada Gării în 8 decembrie 2026{WHY}\n",
        body="- 4 decembrie: str. Morii\n- 8 decembrie: str. Gării",
    ),
    notice(
        "limits",
        "the ends of a stretch are not closed",
        f"Restricții\nÎn 4 decembrie 2026 se închide strada Morii, între strada Gării și bulevardul Republicii{WHY}\n",
        body="4 decembrie: str. Morii",
        notes=("str. Gării, bd. Republicii",),
    ),
    notice(
        "detour",
        "the way round is not closed",
        f"Restricții\nÎn 4 decembrie 2026 se închide strada Morii, traficul fiind deviat pe strada Gării{WHY}\n",
        body="4 decembrie: str. Morii",
    ),
    notice(
        "items",
        "streets as items of a list",
        "Restricții\nÎn 4 decembrie 2026, orele 9–15, se închid:\n- strada Morii;\n- strada Gării.\n",
        body="4 decembrie, 9–15: str. Morii, str. Gării",
    ),
    notice(
        "too-many",
        "what does not fit is named, and the end is that of what is told",
        "Restricții\n"
        + "".join(
            f"În perioada {day}–{day + 2} decembrie 2026, străzile {names} se închid{WHY}\n"
            for day, names in ((1, "Morii, Gării și Apei"), (5, "Vasile Alecsandri"), (9, "Ion Creangă"), (13, "Lungă"))
        ),
        not_before="2026-12-01",
        expires="2026-12-07",
        notes=("2 left out: 9–11 decembrie: str. Ion Creangă; 13–15 decembrie: str. Lungă",),
        body="- 1–3 dec: str. Morii, Gării, Apei\n- 5–7 dec: str. Vasile Alecsandri",
    ),
    notice(
        "introduced",
        "a beginning before the periods only introduces them",
        f"Restricții\nSunt restricții începând cu data de 1.12.2026{WHY}\n"
        f"Astfel, în perioada 1–5.12.2026, pe strada Morii{WHY}",
        not_before="2026-12-01",
        expires="2026-12-05",
        body="1–5 decembrie: str. Morii",
    ),
    notice(
        "wrapped",
        "lines broken to a width are one sentence",
        "Restricții\nÎn 4 decembrie 2026 se închide circulația pe strada\nMorii, în zona pieței,"
        " pentru lucrări la\nrețea.\n",
        body="4 decembrie: str. Morii",
    ),
    notice(
        "long-title",
        "a headline is shortened to before its reasons",
        "Restricții de circulație rutieră în vederea execuției unor lucrări la rețeaua de apă\n"
        f"{closed('în 4.12.2026')}",
        title="Restricții de circulație rutieră",
    ),
    notice(
        "no-title",
        "without a headline the title says what happens",
        f"Primăria anunță că în 4 decembrie 2026 se va închide circulația rutieră pe strada Morii{WHY}",
        title="Str. Morii închisă 4 dec.",
        body="4 decembrie",
    ),
    notice(
        "html",
        "a web page, its menu left out, minutes set high",
        "<!doctype html><html><nav>Acasă 1.1.2026</nav><h1>Strada Morii</h1><p>Pe 4.12.2026, ora 9<sup>30</sup>, se"
        " asfaltează.</p><footer>© 2.2.2026</footer></html>",
        file="pagina.html",
        not_before="2026-12-04",
        expires="2026-12-04",
        body="Pe 4.12.2026, ora 9:30, se asfaltează.",
    ),
    notice(
        "html-article",
        "an article with the day it was put there and its author",
        "<!doctype html><html><nav>Acasă</nav><article><h1>Strada Morii</h1><div><time>24 noiembrie 2026</time>"
        " | admin</div><p>Pe 4.12.2026, între orele 9<sup>00</sup> &ndash; 15<sup>00</sup>, se asfaltează.</p>"
        "</article></html>",
        file="pagina.html",
        not_before="2026-12-04",
        expires="2026-12-04T15:00",
    ),
    notice(
        "html-menu",
        "a page without an article: above its heading are menus",
        "<!doctype html><html><div>Meniu 1.1.2026</div><h2>Strada Morii</h2><p>Postat la 24.11.2026 10:35"
        "<p>Pe 4.12.2026 se asfaltează.</html>",
        file="pagina.html",
        title="Strada Morii",
        expires="2026-12-04",
    ),
    notice(
        "html-table",
        "the cells of a table are words apart",
        "<!doctype html><html><main><h1>Strada Morii</h1><table><tr><td>De la 1.12.2026</td><td>până la 5.12.2026</td>"
        "</tr></table></main></html>",
        file="pagina.html",
        not_before="2026-12-01",
        expires="2026-12-05",
    ),
]
LAST = "Dezbatere publică: tarifele de parcare\nPropunerile se trimit la registratură "
CALLS = [
    call(
        "call", "the last day for proposals", LAST + "până la data de 15.12.2026, ora 16:00.", closes="2026-12-15T16:00"
    ),
    call("call-roman", "in Roman numbers", LAST + "până la 15.XII.2026.", closes="2026-12-15"),
    call(
        "call-period",
        "a period of consultation",
        LAST + "în perioada 1–15 decembrie 2026.",
        opens="2026-12-01",
        closes="2026-12-15",
    ),
    call(
        "call-prolonged",
        "a deadline that was moved",
        LAST + "până la 11 decembrie 2026. Termenul de 11 decembrie 2026 se prelungește până la 18 decembrie 2026.",
        closes="2026-12-18",
        notes=("2026-12-11 no longer holds",),
    ),
    call(
        "call-two",
        "two last days are both offered",
        LAST + "până la 4.12.2026, opiniile până la 9.12.2026.",
        closes="2026-12-04",
        notes=("2026-12-09",),
    ),
    call(
        "call-term",
        "a term of the law is asked",
        LAST + "în termen de 10 zile de la publicare.",
        none=("closes",),
        notes=("în termen de 10 zile de la publicare",),
    ),
    call(
        "call-debate-only",
        "the day of a debate is offered, not taken for the last",
        "Dezbatere publică: parcul\nDezbaterea are loc joi, 10 decembrie 2026, ora 17. Așteptăm propuneri.",
        none=("closes",),
        notes=("2026-12-10",),
    ),
    call(
        "call-decision",
        "the date of a decision is no last day",
        LAST + "până la 15.12.2026, conform HCL 12/20.12.2024.",
        closes="2026-12-15",
    ),
    call(
        "call-desk-hours",
        "the hours of the desk end the last day",
        LAST + "până la 15.12.2026, între orele 9 și 15.",
        closes="2026-12-15T15:00",
    ),
    call(
        "call-replies",
        "the day of the city's answer is no last day for people",
        "Informare PUD\nPublicul este invitat să transmită observații în perioada 25.11.2026 - 09.12.2026. Răspunsul"
        " la observațiile transmise va fi adus la cunoștința publicului până la 20.12.2026.",
        opens="2026-11-25",
        closes="2026-12-09",
    ),
    call(
        "call-posted",
        "a last day after „de la data afișării” is no day of publication",
        LAST + "în termen de 10 zile de la data afișării, respectiv până la 04.12.2026.",
        closes="2026-12-04",
        none=("opens",),
    ),
    call(
        "call-debate",
        "a debate, its registration and its proposals: the days are all offered",
        "Dezbatere publică\nDezbaterea are loc joi, 10.12.2026, ora 17:00. Înscrierile la cuvânt se fac până la"
        " 09.12.2026, ora 12.00, iar propunerile se depun în perioada 24.11–08.12.2026.",
        closes="2026-12-09T12:00",
        notes=("which is the last day for answers", "2026-12-10", "2026-12-08"),
    ),
    call(
        "call-draft",
        "a draft decision, with the hours of the desk",
        "ANUNȚ\nÎn conformitate cu Legea nr. 52/2003 se anunță inițierea proiectului de hotărâre privind taxele"
        " locale. Cetățenii trimit propuneri până la data de 7 decembrie 2026, ora 16:00, la registratură, de luni până"
        " vineri, între orele 8–16. Publicat azi, 24.11.2026.",
        closes="2026-12-07T16:00",
        opens="2026-11-24",
        legal_basis="Legea 52/2003",
    ),
    call(
        "call-month-end",
        "the end of a month is asked",
        "Sondaj de opinie\nSondajul este deschis până la sfârșitul lunii decembrie 2026.",
        none=("closes",),
        notes=("„până la sfârșitul lunii decembrie”",),
    ),
    Case(
        "call-feed",
        "the prose of a feed",
        "stiri.xml",
        "<rss version='2.0'><channel><item><title>Consultare publică: parcul</title><link>https://oras.ro/p</link>"
        "<description>Propuneri între 1 și 15 decembrie 2026, &lt;b&gt;orele 9–15&lt;/b&gt;.</description></item>"
        "</channel></rss>",
        Draft({"kind": "consultation", "opens": "2026-12-01", "closes": "2026-12-15T15:00"}),
        reader="consultations",
    ),
    row(
        "row",
        "days as they are written",
        "1.12.2026;20.12.2026 16:00;",
        Draft({"opens": "2026-12-01", "closes": "2026-12-20T16:00"}),
    ),
    row(
        "row-roman",
        "Roman numbers and two digits",
        "1.XII.2026;20.12.26;",
        Draft({"opens": "2026-12-01", "closes": "2026-12-20"}),
    ),
    row(
        "row-words",
        "days in words",
        "1 decembrie 2026;20 decembrie 2026, ora 16;",
        Draft({"opens": "2026-12-01", "closes": "2026-12-20T16:00"}),
    ),
    row(
        "row-period",
        "both days in one cell",
        ";;1–20 decembrie 2026",
        Draft({"opens": "2026-12-01", "closes": "2026-12-20"}),
    ),
    row(
        "row-period-last",
        "both days in the cell of the last",
        ";01-20.12.2026;",
        Draft({"opens": "2026-12-01", "closes": "2026-12-20"}),
    ),
    row(
        "row-no-year",
        "a day without its year is asked",
        "1.12.2026;20 decembrie;",
        Draft({"closes": "2026-12-20"}, notes=("is this the year",)),
    ),
    row(
        "row-against",
        "two cells that disagree",
        "1.12.2026;20.12.2026;2–20 decembrie 2026",
        Refused(("consultari.csv:2", "de la", "2026-12-01", "2026-12-02")),
    ),
    row(
        "row-no-day",
        "a day that is none",
        "1.12.2026;31.11.2026;",
        Refused(("consultari.csv:2", "până la", "31.11.2026", "a day of the calendar")),
    ),
    row("row-word", "a word for a day", "1.12.2026;curând;", Refused(("consultari.csv:2", "până la", "'curând'"))),
    Case(
        "notice-pdf",
        "a PDF is called a PDF",
        "anunt.pdf",
        b"%PDF-1.7 x",
        Refused(("anunt.pdf", "is a PDF")),
        reader="consultations",
    ),
    Case(
        "notice-docx",
        "a document of a word processor",
        "anunt.docx",
        b"PK\x03\x04x",
        Refused(("anunt.docx", "save it as plain text")),
        reader="consultations",
    ),
]
CASES = [*PERIODS, *MORE, *USUAL, *HOURS, *TERMS, *DOUBTFUL, *MOVED, *NO_DAYS, *BODIES, *CALLS]
