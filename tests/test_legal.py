"""The clock of the law: last days worked out by hand, what is warned about, and that nothing is ever set."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content import legal
from content.authored import Moment
from content.findings import Finding
from content.legal import NOTICE, OBJECTIONS, PROPOSALS
from content.pack.consultation import Consultation
from content.pack.slide import Channels, Slide, Source
from content.pack.slides import Budget, Objection

ZONE = ZoneInfo("Europe/Bucharest")
CHANNELS = Channels(web="https://oras.ro/x", short="oras.ro/x", phone="0256", desk="ghișeul 12")


def call(opens: str, closes: str, basis: str = "Legea 52/2003") -> Consultation:
    return Consultation(
        ask="Spune",
        who="Oricine",
        takes_minutes=3,
        opens=Moment(opens),
        closes=Moment(closes),
        channels=CHANNELS,
        legal_basis=basis,
    )


def objection(until: str, published: str | None = None) -> Budget:
    return Budget(
        view="objection",
        data="data/x.csv",
        year=2027,
        status="draft",
        title="Buget",
        source=Source(name="x", url="https://x", licence="x"),
        objection=Objection(until=Moment(until), channels=CHANNELS),
        not_before=Moment(published) if published else None,
    )


def test_fifteen_days_from_the_12th_of_january_end_on_three_days() -> None:
    """Real cities: Turda published on 12.01.2022 and took objections to the 27th; others to the 26th."""
    proposals = legal.proposed(OBJECTIONS, date(2022, 1, 12))
    assert [(each.counting, each.last.day) for each in proposals] == [
        ("first day counts", 26),
        ("first day left out", 27),
        ("free days", 28),
    ]


def test_ten_days_for_proposals_over_a_weekend() -> None:
    by_counting = {each.counting: each for each in legal.proposed(PROPOSALS, date(2026, 11, 18))}  # a Wednesday
    assert by_counting["first day counts"].last == date(2026, 11, 27)
    assert by_counting["first day counts"].moved is None
    assert by_counting["first day left out"].last == date(2026, 11, 28)  # a Saturday
    # Then come Sunday, Saint Andrew's Day (30 November) and the National Day (1 December).
    assert by_counting["first day left out"].moved == date(2026, 12, 2)


def test_thirty_working_days_skip_weekends_and_public_holidays() -> None:
    """From Monday 30 March 2026: 10 and 13 April (the Orthodox Easter) and 1 May are public holidays."""
    april = [date(2026, 3, 31) + timedelta(days=n) for n in range(60)]
    holidays = {date(2026, 4, 10), date(2026, 4, 13), date(2026, 5, 1)}
    days = [day for day in april if day.weekday() < 5 and day not in holidays]
    by_counting = {each.counting: each.last for each in legal.proposed(NOTICE, date(2026, 3, 30))}
    assert by_counting == {"first day counts": days[28], "first day left out": days[29], "free days": days[30]}
    assert by_counting["first day left out"] == date(2026, 5, 14)


def test_published_on_a_sunday_the_first_working_day_is_counted_once() -> None:
    """A Sunday cannot be one of the thirty, whichever way they are counted."""
    last = legal.last_day(NOTICE, "first day counts", date(2026, 3, 29))
    assert last == legal.last_day(NOTICE, "first day counts", date(2026, 3, 30))


@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)), st.sampled_from([NOTICE, OBJECTIONS, PROPOSALS]))
def test_each_way_is_no_shorter_than_the_one_before(published: date, period: legal.LegalPeriod) -> None:
    proposals = legal.proposed(period, published)
    assert [each.last for each in proposals] == sorted(each.last for each in proposals)
    for each in proposals:
        assert each.last > published
        assert each.moved is None or (legal.working(each.moved) and each.moved > each.last)
        assert (each.moved is None) == legal.working(each.last)


def test_a_proposal_explains_itself_in_both_languages() -> None:
    first, _, free = legal.proposed(OBJECTIONS, date(2026, 1, 12))
    assert first.sentences["ro"] == (
        "cele 15 zile de la luni, 12 ianuarie 2026 (Legea 273/2006, art. 39 alin. (3)) se încheie luni, 26 ianuarie "
        "2026, dacă ziua publicării se numără"
    )
    assert "in free days, without the first and the last (Civil Code, art. 2553)" in free.sentences["en"]
    notice = legal.proposed(NOTICE, date(2026, 3, 30))[0]
    assert notice.sentences["ro"].startswith("cele 30 de zile lucrătoare de la")
    assert "at the earliest" in notice.sentences["en"]


def test_the_periods_are_those_of_the_laws_named() -> None:
    assert legal.of_law("Legea nr. 52 / 2003, art. 7") == (PROPOSALS, NOTICE)
    assert legal.of_law("Legea 273/2006") == (OBJECTIONS,)
    assert legal.of_law("Regulament intern") == ()
    assert len(list(legal.explained("Legea 52/2003", Moment("2026-01-12"), ZONE))) == 6


# --- warnings ------------------------------------------------------------------------------------------------------


def warnings(slide: Slide) -> list[str]:
    return [finding.message for finding in _warnings(slide)]


def _warnings(slide: Slide) -> list[Finding]:
    period = slide.official_period()
    if period is None:
        return []
    where = f"slides/x.yaml:$.{period.field}"
    return list(legal.too_short(period.legal_basis, period.opens, period.closes, ZONE, where))


@pytest.mark.parametrize(
    ("opens", "closes", "warns"),
    [
        ("2026-11-17", "2026-11-25", "gives 9 days"),
        ("2026-11-17T08:00", "2026-11-26T16:00", "only if the day of publication counts"),
        ("2026-11-17T08:00", "2026-11-26", "only if the day of publication counts"),
        ("2026-11-16", "2026-11-26", None),
        ("2026-11-16", "2026-11-27T00:00", None),  # the midnight that ends the 26th
    ],
)
def test_too_few_days_for_proposals(opens: str, closes: str, warns: str | None) -> None:
    warned = warnings(call(opens, closes))
    assert [warns in message for message in warned] == [True] if warns else not warned


def test_the_least_period_must_not_end_where_no_office_is_open() -> None:
    (message,) = warnings(call("2026-11-18", "2026-11-28"))  # ten days, to a Saturday
    assert "ends on Saturday, 2026-11-28" in message
    assert not warnings(call("2026-11-02", "2026-11-28"))  # the city gives more: any day will do


def test_another_law_or_none_is_not_judged() -> None:
    assert not warnings(call("2026-11-17", "2026-11-18", "Regulamentul bugetului participativ"))


def test_objections_to_a_budget() -> None:
    assert not warnings(objection("2026-01-27", "2026-01-12"))
    assert "only if the day of publication counts" in warnings(objection("2026-01-26", "2026-01-12"))[0]
    assert "gives 14 days" in warnings(objection("2026-01-25", "2026-01-12"))[0]
    assert "no working day" in warnings(objection("2026-01-24"))[0]  # a Saturday, and the Union of the Principalities
    assert not warnings(objection("2026-01-26"))  # from when is not known


def test_a_warning_says_where_and_what_would_mend_it() -> None:
    (finding,) = _warnings(call("2026-11-17", "2026-11-25"))
    assert (finding.level, finding.code, finding.where) == ("warning", "legal", "slides/x.yaml:$.closes")
    assert finding.fix == "say 2026-11-27 or later, or name another law"
