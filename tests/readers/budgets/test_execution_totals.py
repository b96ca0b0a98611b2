"""Rows that are totals of others are checked and never added."""

from datetime import date
from decimal import Decimal

from content.readers.budgets import execution
from tests.readers.budgets.test_execution import SCHOOLS, read, refusal, row


def test_a_report_says_its_day_once_and_the_same_money_at_several_levels() -> None:
    detail = "<G_11><SURSA_SURSADEN>A-Integral de la buget</SURSA_SURSADEN><COD_FUNCTIONAL>{}</COD_FUNCTIONAL>{}</G_11>"
    amount = "<COD_ECONOMIC>{}</COD_ECONOMIC><RULAJ_CH_VN>{}</RULAJ_CH_VN>"
    rows = detail.format("510103", amount.format("100101", "60")) + detail.format(
        "510103", amount.format("200101", "40")
    )
    program = "<PROGRAM_BUGETAR>1</PROGRAM_BUGETAR>"
    by_program = detail.format("510103", amount.format("100101", "60") + program)
    report = f"""<DATA_DS><P_ZI>31-JAN-25</P_ZI><P_SECB>02</P_SECB><P_STARE>Final</P_STARE>
      <G_5><COD_FISCAL>14756536</COD_FISCAL></G_5>
      <G_4><NIVEL>0</NIVEL><G_10>{detail.format("000000", amount.format("000000", "100"))}</G_10></G_4>
      <G_4><NIVEL>1</NIVEL><G_10>{rows}</G_10></G_4>
      <G_4><NIVEL>2</NIVEL><G_10>{by_program}</G_10></G_4></DATA_DS>"""
    file = execution.read(report.encode(), "raport.xml")
    assert file.rows == {
        ("expenditure", "02", "A", "51.01.03", economic): {date(2025, 1, 31): lei}
        for economic, lei in (("10.01.01", 60), ("20.01.01", 40))
    }
    assert file.findings == ()


def test_totals_are_checked_and_never_added() -> None:
    rows = [
        SCHOOLS[0],
        row("31-JAN-24", "65.02.04", "9.50"),
        row("31-JAN-24", "65.02", "110.00", economic=""),
        row("31-JAN-24", "65", "110.00", economic="10"),
        row("31-JAN-24", "49.02", "110.00", economic=""),
        row("31-JAN-24", "50.02", "999", economic=""),
        row("31-JAN-24", "0000", "110.00", economic="", source=""),
    ]
    file = read(rows)
    assert file.figures(file.part()).total == Decimal("110.00")
    assert [part.source for part in file.parts()] == ["A"]


def test_a_total_that_misses_its_rows_is_refused_with_the_difference() -> None:
    sentence = refusal([SCHOOLS[0], row("31-JAN-24", "65.02", "90.00", economic="")])
    assert "the rows under 65.02 (expenditure, source A) add up to 100.50 lei at 2024-01-31" in sentence
    assert "its own row says 90.00: a difference of 10.50" in sentence
    assert "the rows under the total" in refusal([SCHOOLS[0], row("31-JAN-24", "4900", "90.00", economic="")])
