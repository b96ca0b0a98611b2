"""Files in the manner of county seats, communes, portals and INS: what a title, a column or a row may mislead to."""

from typing import Any

from tests.corpus.case import Asked, Budget, Case, Expectation, Refused, Table
from tests.readers.files.spreadsheets import xlsx

SAID = {"year": "2026", "status": "voted", "unit": "lei", "as-of": "2026-02-10", "source-url": "https://example.org/b"}
ROWS = "65.02;Învățământ;600000\n84.02;Transporturi;400000\n49.02;TOTAL CHELTUIELI;1000000\n"
SPENT = {"65.02": "600000", "84.02": "400000"}
READ = Budget(SPENT)


def budget(name: str, shows: str, data: str | bytes, expect: Expectation, file: str = "buget.csv", **said: str) -> Case:
    """An option that is empty is one that the person does not say."""
    picked = {**SAID, **{key.replace("_", "-"): value for key, value in said.items()}}
    inhabitants = 1000 if "mii lei" in str(data) or "thousand" in str(data) else 100
    options = {key: value for key, value in picked.items() if value}
    return Case(f"attack-{name}", shows, file, data, expect, options, inhabitants=inhabitants)


def titled(name: str, title: str, expect: Expectation, **said: str) -> Case:
    return budget(f"title-{name}", f"the title {title!r}", f"{title};;\nCod;Denumire;lei\n{ROWS}", expect, **said)


def named(file: str, expect: Expectation) -> Case:
    return budget(f"name-{file}", f"the file's name {file!r}", f"Cod;Denumire;lei\n{ROWS}", expect, file)


def columns(name: str, shows: str, head: str, school: str, roads: str, expect: Expectation, **said: str) -> Case:
    """A table of two chapters with these amounts, and their total."""
    pairs = zip(school.split(";"), roads.split(";"), strict=True)
    total = ";".join(str(int(one) + int(other)) for one, other in pairs)
    rows = f"Învățământ;65.02;{school}\nTransporturi;84.02;{roads}\nTOTAL CHELTUIELI;49.02;{total}\n"
    return budget(f"columns-{name}", shows, f"Denumire;Cod;{head}\n{rows}", expect, **said)


def executed(name: str, shows: str, head: str, school: str, roads: str, expect: Expectation = READ) -> Case:
    said = {"year": "2025", "status": "executed", "as_of": "2025-12-31"}
    return columns(f"executed-{name}", shows, head, school, roads, expect, **said)


WHOLE = Budget(SPENT, asks=("sure",), notes=("`sure` rows",))
CITY = Budget(SPENT, asks=("sure",), notes=("`sure` city",))
PARTS = [
    titled("investments", "LISTA OBIECTIVELOR DE INVESTIȚII PE ANUL 2026", WHOLE),
    titled("programme", "PROGRAMUL DE INVESTIȚII PUBLICE PE ANUL 2026", WHOLE),
    titled("own-revenue", "BUGETUL INSTITUȚIILOR FINANȚATE DIN VENITURI PROPRII ȘI SUBVENȚII 2026", WHOLE),
    titled("loans", "BUGETUL CREDITELOR INTERNE PE ANUL 2026", WHOLE),
    titled("grants", "BUGETUL FONDURILOR EXTERNE NERAMBURSABILE 2026", WHOLE),
    titled("changes", "ANEXA - INFLUENȚE LA BUGETUL LOCAL 2026", WHOLE),
    titled("moved", "VIRĂRI DE CREDITE ÎN BUGETUL LOCAL 2026", WHOLE),
    titled("section", "BUGETUL LOCAL - SECȚIUNEA DE FUNCȚIONARE PE ANUL 2026", WHOLE),
    titled("section-development", "SECȚIUNEA DE DEZVOLTARE", WHOLE),
    titled("arrears", "PLĂȚI RESTANTE LA 31.12.2025", WHOLE),
    titled("surplus", "UTILIZAREA EXCEDENTULUI BUGETAR AL ANULUI 2025", WHOLE),
    titled("school", "ȘCOALA GIMNAZIALĂ NR. 5", CITY),
    titled("hospital", "BUGETUL SPITALULUI MUNICIPAL PE ANUL 2026", CITY),
    titled("theatre", "Instituția: Teatrul Municipal", CITY),
    titled("of-which", "TOTAL, din care secțiunea de funcționare", READ),
    titled("sum", "Buget inițial + influențe = buget rectificat 2026", READ),
    titled("sources", "BUGETUL pe 2026 - venituri proprii, sume defalcate, subvenții", READ),
    titled("fiscal", "DIRECȚIA FISCALĂ A MUNICIPIULUI TIMIȘOARA", CITY),
    titled("social", "DIRECȚIA DE ASISTENȚĂ SOCIALĂ", CITY),
    titled("writer", "DIRECȚIA ECONOMICĂ - SERVICIUL BUGET", READ),
    titled("sure", "LISTA OBIECTIVELOR DE INVESTIȚII PE ANUL 2026", READ, sure="rows"),
    titled("school-sure", "ȘCOALA GIMNAZIALĂ NR. 5", READ, sure="city"),
    titled("sections", "BUGETUL LOCAL PE CELE DOUĂ SECȚIUNI, FUNCȚIONARE ȘI DEZVOLTARE", READ),
    titled("with-list", "BUGETUL LOCAL ȘI LISTA OBIECTIVELOR DE INVESTIȚII PE ANUL 2026", READ),
    titled("consolidated", "BUGETUL GENERAL CONSOLIDAT AL MUNICIPIULUI TIMIȘOARA 2026", READ),
    titled("reference", "Investițiile sunt defalcate conform listei obiectivelor de investiții", READ),
    titled("quarter", "BUGETUL LOCAL PE TRIMESTRUL II 2026", Asked("sure", ("year",))),
    titled("county", "CONSILIUL JUDEȚEAN TIMIȘ", Asked("sure", ("city",))),
    titled("compared", "Față de 2025, bugetul crește cu 5%", READ),
    named("investitii-2026.csv", WHOLE),
    named("buget-scoala-nr-5-2026.csv", CITY),
    named("Anexa-2-venituri-proprii-2026.csv", WHOLE),
    named("buget_local_2026_sectiunea_functionare.csv", WHOLE),
    named("buget-2026-proiect.csv", Asked("status", ("draft",))),
    named("rectificare-mai-2026.csv", Budget(SPENT, notes=("is a rectified budget",))),
    budget(
        "only-own-revenue",
        "no row of the local budget",
        "Cod;Denumire;lei\n65.10;Învățământ;600000\n67.10;Cultură;400000\n50.10;TOTAL CHELTUIELI;1000000\n",
        Budget({"65.10": "600000", "67.10": "400000"}, asks=("sure",)),
    ),
    budget(
        "sheet-of-investments",
        "the sheet of investments stands first",
        xlsx(
            Investitii=[["Denumire", "Cod", "lei"], ["Școală", "65.02", 700000], ["TOTAL", "49.02", 700000]],
            Buget=[["Denumire", "Cod", "lei"], ["Școli", "65.02", 1000000], ["TOTAL", "49.02", 1000000]],
        ),
        Asked("sheet", ("Investitii", "Buget")),
        "buget.xlsx",
    ),
]
ANNEX = """BUGETUL LOCAL DETALIAT LA CHELTUIELI PE CAPITOLE, SUBCAPITOLE ȘI PARAGRAFE PE ANUL 2026;;;;;;;;;
;;;;;;;;;- mii lei -
DENUMIREA INDICATORILOR;Cod rând;Cod indicator;BUGET 2026 TOTAL din care:;destinate stingerii plăților restante;\
Trim. I;Trim. II;Trim. III;Trim. IV;Estimări 2027
A;B;C;1;2;3;4;5;6;7
TOTAL CHELTUIELI;1;49.02;1000;10;250;250;250;250;1100
Învățământ;2;65.02;600;10;150;150;150;150;700
Cheltuieli curente;3;01;600;10;150;150;150;150;700
Cheltuieli de personal;4;10;100;0;25;25;25;25;100
Bunuri și servicii;5;20;500;10;125;125;125;125;600
Învățământ preșcolar și primar;6;65.02.03;400;0;100;100;100;100;400
Învățământ secundar;7;65.02.04;200;0;50;50;50;50;200
Transporturi;8;84.02;400;0;100;100;100;100;400
Cheltuieli de capital;9;70;400;0;100;100;100;100;400
"""
COLUMNS = [
    budget("annex", "`Cod rând`, the total with its parts beside it, quarters", ANNEX, READ, unit="", year=""),
    columns(
        "of-which",
        "the whole and its parts by source",
        "Total, din care:;Buget local;Fonduri UE",
        "600000;500000;100000",
        "400000;100000;300000",
        Asked("column", ("total, din care:", "buget local")),
    ),
    columns(
        "of-which-quarters",
        "the whole year and its quarters",
        "Prevederi 2026 din care:;Trim I;Trim II",
        "600000;300000;300000",
        "400000;200000;200000",
        READ,
    ),
    columns(
        "rectified",
        "raised and lowered, and what came of it",
        "Prevederi aprobate 2026;Majorări;Diminuări;Prevederi actualizate",
        "500000;100000;0;600000",
        "500000;0;100000;400000",
        READ,
    ),
    columns(
        "rectified-quarter",
        "a quarter that is rectified beside the year that is",
        "Trim I;Trim II rectificat;Total an rectificat",
        "100000;200000;600000",
        "100000;100000;400000",
        READ,
    ),
    columns(
        "months",
        "months beside the year",
        "ian;feb;Total an 2026",
        "300000;300000;600000",
        "200000;200000;400000",
        READ,
    ),
    columns(
        "shares",
        "two years, a share and an index",
        "Buget 2025;Buget 2026;Pondere %;2026/2025 %",
        "500000;600000;60;120",
        "400000;400000;40;100",
        READ,
    ),
    columns(
        "estimates",
        "what was paid before, the proposal, estimates",
        "Execuție 2024;Propuneri 2026;Estimări 2027",
        "500000;600000;1",
        "300000;400000;1",
        READ,
    ),
    columns(
        "asked-for",
        "asked for, proposed and approved",
        "Solicitat 2026;Propus 2026;Aprobat 2026",
        "900000;700000;600000",
        "700000;500000;400000",
        Asked("column", ("propus 2026", "aprobat 2026")),
    ),
    columns(
        "institutions",
        "institutions and their total",
        "Primărie;Școala nr. 1;TOTAL",
        "0;600000;600000",
        "400000;0;400000",
        READ,
    ),
    columns(
        "institutions-alone",
        "institutions without their total",
        "Primărie;Școala nr. 1",
        "0;600000",
        "400000;0",
        Asked("column", ("primărie", "școala nr. 1")),
    ),
    columns(
        "tax",
        "with and without value added tax",
        "Valoare fără TVA;Valoare cu TVA",
        "500000;600000",
        "300000;400000",
        Asked("column", ("valoare fără tva", "valoare cu tva")),
    ),
    columns(
        "current",
        "the year before, the current year",
        "Realizări an precedent;Prevederi an curent",
        "5;600000",
        "3;400000",
        READ,
    ),
    columns("bare-years", "years and nothing else", "2025;2026;2027", "500000;600000;1", "300000;400000;1", READ),
    columns("two-years", "the year before beside it", "An 2025;An 2026", "500000;600000", "300000;400000", READ),
    columns(
        "decisions",
        "columns named by the decisions",
        "Buget aprobat HCL 12/31.01.2026;Buget rectificat HCL 88/28.05.2026",
        "5;600000",
        "3;400000",
        READ,
    ),
    columns(
        "rectified-twice",
        "two rectifications",
        "Buget inițial;Buget rectificat I;Buget rectificat II",
        "1;2;600000",
        "1;2;400000",
        Asked("column", ("buget rectificat i", "buget rectificat ii")),
    ),
    columns(
        "currencies", "lei and euro", "Lei;Euro", "600000;120000", "400000;80000", Asked("column", ("lei", "euro"))
    ),
    columns(
        "development",
        "one section only",
        "Secțiunea de dezvoltare",
        "600000",
        "400000",
        Refused(("the section dezvoltare only",)),
    ),
    executed(
        "two-days",
        "payments until two days",
        "Plăți la 30.06.2025;Plăți la 31.12.2025",
        "300000;600000",
        "200000;400000",
        Asked("column", ("plăți la 31.12.2025",)),
    ),
    executed("year-before", "payments of two years", "Plăți 2024;Plăți 2025", "300000;600000", "200000;400000"),
    executed(
        "month", "payments of a month and all until then", "Plăți luna decembrie;Plăți cumulate", "3;600000", "2;400000"
    ),
    executed("balance", "payments and what is left", "Plăți efectuate;Sold", "600000;5", "400000;5"),
    columns(
        "quarters",
        "quarters only",
        "Trim I;Trim II;Trim III;Trim IV",
        "1;1;1;1",
        "1;1;1;1",
        Refused(("a part of the year",)),
    ),
    executed(
        "annex-12",
        "the account of budget execution",
        "Credite anuale inițiale;Credite bugetare definitive;Angajamente legale;Plăți efectuate;Cheltuieli efective",
        "800000;700000;690000;600000;590000",
        "500000;500000;460000;400000;400000",
    ),
    executed(
        "quarterly-credits",
        "credits until the quarter and of the year, payments, what is left",
        "Credite trimestriale cumulate;Credite anuale;Plăți efectuate cumulat;Disponibil",
        "500000;800000;600000;200000",
        "400000;500000;400000;100000",
    ),
    executed(
        "degree",
        "the plan, what was done, and how much of it",
        "Program 2025;Realizat 31.12.2025;Grad realizare %",
        "700000;600000;85",
        "500000;400000;80",
    ),
    executed(
        "costs",
        "costs of accounting are no payments",
        "Credite definitive;Cheltuieli efective",
        "700000;600000",
        "500000;400000",
        Refused(("of the budget only",)),
    ),
    budget(
        "executed-income",
        "rights, receipts, extinctions",
        "Denumire;Cod;Prevederi definitive;Drepturi constatate;din anul curent;Încasări realizate;Stingeri\n"
        "TOTAL VENITURI;00.01;1200000;1500000;1200000;1000000;5000\n"
        "Impozit pe venit;03.02;600000;700000;600000;600000;0\n"
        "Impozite pe proprietate;07.02;600000;800000;600000;400000;5000\n",
        Budget(None, {"03.02": "600000", "07.02": "400000"}, view="revenue"),
        year="2025",
        status="executed",
        as_of="2025-12-31",
    ),
]
ROWS_OF_TABLES = [
    budget(
        "english",
        "English names, and a total in words",
        "Local budget 2026;;\nCode;Chapter;Amount (RON)\n65.02;Education;600000\n84.02;Transport;400000\n"
        ";Total expenditure;1000000\n",
        Budget(SPENT, slide={"unit": "lei"}),
        unit="",
    ),
    budget(
        "programmes",
        "a total where no column is known to hold names",
        "Program;Denumire program;Cod;Suma lei\nP1;Educație;65.02;600000\nP2;Drumuri;84.02;400000\n;TOTAL;;1000000\n",
        READ,
    ),
    budget(
        "code-and-name",
        "code and name in one cell",
        "Capitol;lei\n65.02 - Învățământ;600000\n84.02 - Drumuri;400000\nTOTAL;1000000\n",
        READ,
    ),
    budget(
        "chapter-words",
        "`Cap. 65.02`",
        "Capitol;Denumire;lei\nCap. 65.02;Școli;600000\nCap. 84.02;Drumuri;400000\n;TOTAL;1000000\n",
        READ,
    ),
    budget(
        "subtotals",
        "subtotals without a code, proved by the total",
        "Cod;Denumire;lei\n65.02;Școli;600000\n;Subtotal social;600000\n84.02;Drumuri;400000\n;TOTAL GENERAL;1000000\n",
        Budget(SPENT, notes=("left out 1 row with an amount and no code",)),
    ),
    budget(
        "chapter-twice",
        "a chapter in two rows",
        "Cod;Denumire;lei\n65.02;Primărie;200000\n65.02;Școli;400000\n49.02;TOTAL;600000\n",
        Refused(("buget.csv:3", "65.02 twice")),
    ),
    budget(
        "commune",
        "a dozen rows in thousands",
        "BUGET LOCAL 2026;;\nCapitol;Cod;Suma - mii lei\nPrimărie;51.02;300\nÎnvățământ;65.02;250\nDrumuri;84.02;450\n",
        Budget({"51.02": "300000", "65.02": "250000", "84.02": "450000"}),
        unit="",
    ),
    budget(
        "million",
        "millions of lei",
        "BUGET 2026 (milioane lei);;\nCod;Denumire;Suma\n65.02;Școli;0,6\n84.02;Drumuri;0,4\n49.02;TOTAL;1\n",
        READ,
        unit="",
    ),
    budget(
        "codes-run-together",
        "6502 for 65.02",
        "Cod;Denumire;lei\n4902;TOTAL;1000000\n6502;Școli;600000\n650203;Primar;600000\n8402;Drumuri;400000\n",
        READ,
    ),
    budget(
        "two-budgets",
        "a row of another budget",
        f"Cod;Denumire;lei\n{ROWS}50.10;TOTAL;500000\n65.10;Școli;500000\n",
        Budget(SPENT, notes=("source .10",)),
    ),
    budget(
        "deficit",
        "the deficit stands below the total",
        f"Cod;Denumire;lei\n{ROWS};DEFICIT;-100000\n00.01;TOTAL VENITURI;900000\n03.02;Impozit;900000\n",
        Budget(SPENT, {"03.02": "900000"}),
    ),
    budget(
        "missing-row",
        "a chapter is missing",
        "Cod;Denumire;lei\n49.02;TOTAL;1000000\n65.02;Școli;600000\n84.02;Drumuri;300000\n",
        Refused(("a difference of -100,000 lei",)),
    ),
    budget(
        "formula",
        "a result nobody computed",
        "Cod;Denumire;lei\n49.02;TOTAL;#REF!\n65.02;Școli;600000\n",
        Refused(("buget.csv:2", "#REF!")),
    ),
    budget(
        "institutions-in-rows",
        "institutions and no codes",
        "Nr. crt.;Instituția;Buget 2026\n1;Teatrul;600000\n2;Filarmonica;400000\n",
        Refused(("expected a column 'cod'",)),
    ),
]


SOURCE = {"source-name": "P", "licence": "CC BY", "page": "https://data.gov.ro/x", "id": "x", "as-of": "2026-10-01"}


def table(name: str, shows: str, data: str, expect: Expectation, **said: str) -> Case:
    options = {**SOURCE, **{key.replace("_", "-"): value for key, value in said.items()}}
    return Case(f"attack-table-{name}", shows, "date.csv", data, expect, options, reader="dataset")


def points(expect: str, slide: dict[str, Any] | None = None, *notes: str) -> Table:
    """As `Fabric 20, Iosefin 30`; the last word is the figure."""
    pairs = (each.rpartition(" ") for each in expect.split(", "))
    return Table({label: value for label, _, value in pairs}, slide or {}, notes)


TWO = "Autorizații de construire;1200;1100\nAutorizații de desființare;90;120\n"
TABLES = [
    table(
        "phones",
        "telephone numbers are no figures",
        "Instituție;Telefon\nPoliția;0256408300\nApa;0256408301\n",
        Asked("y"),
    ),
    table("tax-numbers", "tax numbers are no figures", "Operator;CUI\nSTPT;14756536\nApa;18264803\n", Asked("y")),
    table("contracts", "numbers of contracts are no figures", "Furnizor;Nr. contract\nA;123\nB;124\n", Asked("y")),
    table(
        "counted",
        "contracts that are counted",
        "An;Număr contracte\n2023;300\n2024;310\n",
        points("2023 300, 2024 310"),
    ),
    table(
        "flag-apart",
        "a flag behind a year and a space",
        "An;Nașteri\n2023;3000\n2024 p;2900\n2025 e;2800\n",
        points("2023 3000, 2024 2900, 2025 2800"),
    ),
    table(
        "wide-where",
        "a row of a wide table, chosen by the name its column has in the file",
        f"Tip autorizație;2024;2025\n{TWO}",
        points("2024 1200, 2025 1100", {"where": {"indicator": "Autorizații de construire"}}),
        where="Tip autorizație=Autorizații de construire",
    ),
    table(
        "wide-where-wrong",
        "a column that is not there",
        f"Tip autorizație;2024;2025\n{TWO}",
        Refused(("'fel'",)),
        where="fel=x",
    ),
    table(
        "mean",
        "the mean of stations is no station",
        "Stație;PM10\nTM-1;20\nTM-2;31\nMedia;25\n",
        points("TM-1 20, TM-2 31", None, "'Media'"),
    ),
    table(
        "most",
        "the most of stations is no station",
        "Stație;PM10\nTM-1;20\nTM-2;31\nMaxim;31\n",
        points("TM-1 20, TM-2 31"),
    ),
    table(
        "mean-alone",
        "what is called Media and lies outside of the others is a name",
        "Stație;PM10\nTM-1;20\nTM-2;31\nMedia;95\n",
        points("TM-1 20, TM-2 31, Media 95"),
    ),
    table(
        "indented",
        "parts below their whole",
        "Fel;Vehicule\nAutoturisme;1000\n- diesel;600\n- benzină;400\nCamioane;100\n",
        points("Autoturisme 1000, Camioane 100", None, "'- diesel'"),
    ),
    table(
        "one-part",
        "one figure beside a total and its parts",
        "Fel;Persoane\nTotal elevi;1000\ndin care fete;480\nProfesori;90\n",
        Asked("total", ("Total elevi", "none")),
    ),
    table(
        "country",
        "a title of Romania",
        "România - rata inflației (%);\nAn;Rata\n2023;10,4\n2024;5,6\n",
        points("2023 10.4, 2024 5.6", {"scope.ro": "România, nu orașul"}),
    ),
    table(
        "year-of-all",
        "the year stands in a column, and the person says a later day",
        "An;Școală;Elevi\n2023;Școala 1;800\n2023;Școala 2;600\n",
        points("Școala 1 800, Școala 2 600", {"source.as_of": "2023-12-31"}, "2023-12-31"),
    ),
    table(
        "provisional",
        "a flag right behind the year",
        "An;Nașteri\n2023;3000\n2024;2900\n2025p;2000\n",
        points("2023 3000, 2024 2900, 2025 2000", {"scope.ro": "2025: date provizorii"}),
    ),
    table(
        "per-head",
        "euro a head",
        "unit,geo,TIME_PERIOD,OBS_VALUE\nEUR_HAB,RO424,2022,16000\nEUR_HAB,RO424,2023,17000\n",
        points("2022 16000, 2023 17000", {"unit.ro": "euro pe locuitor"}),
        topic="PIB",
    ),
    table(
        "index",
        "what an index is measured by",
        "An;Indice (2020=100)\n2024;150\n2025;160\n",
        points("2024 150, 2025 160", {"unit.ro": "2020=100"}),
    ),
    table(
        "year-and-month",
        "the year beside its month",
        "An;Luna;Autorizații\n2025;noiembrie;10\n2025;decembrie;12\n2026;ianuarie;9\n",
        points("2025-11 10, 2025-12 12, 2026-01 9"),
    ),
    table(
        "plan",
        "a plan among years",
        "An;Investiții\n2024;10\n2025;12\n2026 (plan);20\n",
        points("2024 10, 2025 12", None, "2026 (plan)"),
    ),
    table(
        "sexes",
        "both sexes together",
        "Sexul;Persoane\nMasculin;120\nFeminin;130\nAmbele sexe;250\n",
        points("Masculin 120, Feminin 130"),
    ),
    table(
        "spaces",
        "spaces between thousands",
        "An;Lungime (km)\n2024;1 234,5\n2025;1 240,25\n",
        points("2024 1234.5, 2025 1240.25", {"unit.ro": "km"}),
    ),
    table(
        "months-running",
        "the month that is not over",
        "Luna;Vehicule\n2026-08;1000\n2026-09;1200\n2026-10;300\n",
        points("2026-08 1000, 2026-09 1200", None, "left out 2026-10"),
    ),
    table(
        "by-chance",
        "a sum that may be by chance",
        "Mediu;Persoane\nUrban;120\nRural;130\nUrban + rural;250\n",
        Asked("total", ("Urban + rural", "none")),
    ),
    table(
        "levels",
        "subtotals by level",
        "Unitate;Elevi\nPrimar;500\nGimnazial;400\nTOTAL ȘCOLI;900\nLiceal;600\nTOTAL GENERAL;1500\n",
        points("Primar 500, Gimnazial 400, Liceal 600"),
    ),
    table(
        "nine-months",
        "a part of a year among whole ones",
        "An;Autorizații\n2024;1100\n2025;1340\n2026 (9 luni);700\n",
        points("2024 1100, 2025 1340", None, "9 luni"),
    ),
    table(
        "half-year",
        "half a year among whole ones",
        "Perioada;Autorizații\n2024;1100\n2025;1340\nSem. I 2026;700\n",
        points("2024 1100, 2025 1340", None, "Sem. I 2026"),
    ),
    table(
        "running",
        "the year that is not over",
        "An;Autorizații\n2024;1100\n2025;1340\n2026;700\n",
        points("2024 1100, 2025 1340", None, "left out 2026"),
    ),
    table(
        "quarters",
        "quarters and the year they make",
        "Trimestrul;Apeluri\nT1 2025;1000\nT2 2025;1200\nT3 2025;1300\nT4 2025;1100\nTotal 2025;4600\n",
        points("2025-T1 1000, 2025-T2 1200, 2025-T3 1300, 2025-T4 1100"),
    ),
    table(
        "signed",
        "titles above and signatures below",
        "Spații verzi (ha);\n;\nAn;Suprafață\n2023;510,5\n2024;512\n;\nÎntocmit: ing. Popescu;\n",
        points("2023 510.5, 2024 512", {"unit.ro": "ha"}),
    ),
    table(
        "forecast",
        "years to come",
        "An;Populație\n2020;310000\n2025;300000\n2030;290000\n",
        points("2020 310000, 2025 300000", None, "forecasts"),
    ),
    table(
        "thousands",
        "nothing tells the decimal mark",
        "Cartier;Locuitori\nSoarelui;12.345\nFabric;9.876\n",
        Asked("decimal", ("comma", "point")),
    ),
    table(
        "stars",
        "a star, a missing year, a note",
        "An;Elevi\n2022;40.100*\n2023;...\n2024;41.000\n*date provizorii;\n",
        points("2022 40100, 2023 , 2024 41000"),
        decimal="comma",
    ),
    table(
        "two-units",
        "each row has its unit",
        "Indicator;UM;2024;2025\nDeșeuri;tone;120;118\nReciclare;%;12;15\n",
        points("2024 12, 2025 15", {"unit.ro": "%"}),
        where="Indicator=Reciclare",
    ),
    table("negative", "negative figures", "An;Spor natural\n2023;-300\n2024;-450\n", points("2023 -300, 2024 -450")),
    table(
        "brackets", "negative figures in brackets", "An;Sold\n2023;(300)\n2024;(450)\n", points("2023 -300, 2024 -450")
    ),
    table("descending", "the newest first", "An;Elevi\n2025;120\n2024;110\n", points("2024 110, 2025 120")),
    table("twice", "a year twice", "An;Elevi\n2024;100\n2024;110\n2025;120\n", Refused(("2024 a second time",))),
    table("stacked", "two tables in one file", "An;Nașteri\n2023;3000\n\nAn;Decese\n2023;3300\n", Refused(("row 4",))),
    table(
        "stations",
        "hours of several days",
        "Data;Ora;PM10\n2026-09-01;00:00;21\n2026-09-01;01:00;22\n2026-09-02;00:00;25\n2026-09-02;01:00;26\n",
        Asked("where"),
    ),
    table(
        "share",
        "shares that make a hundred",
        "Domeniu;Pondere (%)\nEducație;35\nTransport;40\nMediu;25\nTotal;100\n",
        points("Educație 35, Transport 40, Mediu 25", {"unit.ro": "%"}),
    ),
    table(
        "counties",
        "counties and their total",
        "Județ;Accidente 2025\nArad;300\nTimiș;450\nTotal;750\n",
        points("Arad 300, Timiș 450"),
    ),
    table(
        "other-city",
        "another city in the title",
        "Municipiul Arad - populația;\nAn;Persoane\n2023;150000\n2024;149000\n",
        Table({"2023": "150000", "2024": "149000"}, asks=("scope",)),
    ),
    table(
        "own-code",
        "codes of places are no figures",
        "SIRUTA;Localitate;Populație\n155243;Timișoara;310000\n155252;Giroc;20000\n",
        points("Timișoara 310000, Giroc 20000"),
    ),
]
CASES = [*PARTS, *COLUMNS, *ROWS_OF_TABLES, *TABLES]
