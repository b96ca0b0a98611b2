"""The document of a report: tagged, titled, in the language, and no text of the pack is markup."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from control_server.http.airtime_report import Range, ReportNames, report
from control_server.storage.airtime import AirtimeRow
from control_server.studio import report_pdf
from control_server.studio.report_pdf import ReportText
from tests import sample

ZONE = ZoneInfo("Europe/Bucharest")
HOSTILE = '#panic("x") *bold* $x^2$ <label> @cite \\ "quoted"'


def text(lang: str, names: dict[str, str] | None = None) -> ReportText:
    rows = [AirtimeRow("piata", "strada", "ro", 30, 5400.0), AirtimeRow("gara", "restrictii", "hu", 20, 1800.0)]
    return report_pdf.data(
        Range.of(date(2026, 10, 1), date(2026, 10, 31), ZONE),
        report(rows, sample.parsed()),
        ReportNames({"piata": "Piața"}, names or {}),
        city="Orașul de probă",
        made=datetime(2026, 11, 3, 9, 5, tzinfo=ZONE),
        head="ab" * 32,
        lang=lang,
    )


def test_it_says_the_city_the_time_how_it_was_counted_and_the_audit() -> None:
    told = text("ro")
    assert told.title == "Ce au arătat ecranele, Orașul de probă, 1 octombrie 2026 – 31 octombrie 2026"
    assert told.sum == "50 afișări, 2 ore pe ecran"
    assert told.made == "întocmit la 3 noiembrie 2026, 09:05"
    topics, displays, *_ = told.sections
    assert topics["rows"][0] == ["consultări", "30", "1,5", "75,0 %"]
    assert [row[0] for row in displays["rows"]] == ["Piața", "gara"]
    assert (told.head, len(told.how["sentences"])) == ("ab" * 32, 3)
    assert text("en").sections[0]["rows"][0] == ["consultations", "30", "1.5", "75.0 %"]


def test_it_is_a_tagged_pdf_whatever_the_texts() -> None:
    for names in ({}, {"strada": HOSTILE, "restrictii": "țșăîâ ű ж"}):
        pdf = report_pdf.drawn(text("ro", names))
        assert pdf == report_pdf.drawn(text("ro", names)) and b"20261103" in pdf
        assert pdf.startswith(b"%PDF-1.7") and b"pdfuaid" in pdf and b"StructTreeRoot" in pdf
