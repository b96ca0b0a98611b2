"""What authored documents are made of: moments are written in one way, and no text is only spaces."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.authored import Moment, Value

BUCHAREST = ZoneInfo("Europe/Bucharest")
OFFSETS = st.none() | st.sampled_from([UTC, timezone(timedelta(hours=2)), timezone(-timedelta(hours=3, minutes=30))])


@st.composite
def written(draw: st.DrawFn) -> tuple[str, date | datetime]:
    """A moment in a form that is taken, and what it says."""
    day = draw(st.dates())
    if draw(st.booleans()):
        return day.isoformat(), day
    at = datetime.combine(day, draw(st.times()), draw(OFFSETS))
    precision = draw(st.sampled_from(["minutes", "seconds", "milliseconds", "microseconds"]))
    text = at.isoformat(draw(st.sampled_from("T ")), precision)
    if draw(st.booleans()):
        text = text.replace("+00:00", "Z")
    return text, datetime.fromisoformat(text)


@given(written())
def test_every_text_that_is_taken_means_the_day_it_writes(moment: tuple[str, date | datetime]) -> None:
    text, value = moment
    found = Moment(text)
    assert (found.value, found.text) == (value, text)
    assert found.day == date.fromisoformat(text[:10])
    assert found.bare == (len(text) == 10)


@given(st.dates(), st.times(), OFFSETS)
def test_every_compact_form_is_refused(day: date, hour: time, offset: timezone | None) -> None:
    """Python takes them all: as a midnight, which as an end would lose its day, or as the day of a week."""
    at = datetime.combine(day, hour, offset)
    year, week, weekday = day.isocalendar()
    whole = f"{day:%Y-%m-%d}"
    compact = whole.replace("-", "")
    weekly = f"{year:04}-W{week:02}-{weekday}"
    forms = [compact, weekly, weekly.replace("-", ""), weekly[:8], f"{day:%Y-%j}", f"{day:%Y%j}", whole[:7], whole[:4]]
    forms += [f"{form}T{hour:%H:%M}" for form in (compact, weekly)]
    forms += [f"{form}{at:T%H%M%S%z}" for form in (compact, weekly, whole)]
    forms += [f"{form}{at:T%H%M}" for form in (compact, whole)] + [f"{whole}T{hour:%H}"]
    for form in forms:
        with pytest.raises(ValueError, match="expected a date or time as 2026-12-31 or 2026-12-31T23:59"):
            Moment(form)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-02-30",
        "2026-12-31T24:00",
        "2026-12-31T23:60",
        "2026-12-31t23:59",
        "2026-12-31T23:59z",
        "2026-12-31T23:59,5",
        "2026-12-31T23:59.5",
        "2026-12-31T23:59:00.",
        "2026-12-31  23:59",
        " 2026-12-31",
        "2026-12-31\n",
        "2026-12-31Z",
        "26-12-31",
        "2026-12-3",
        "31.12.2026",
        "２０２６-12-31",
    ],
)
def test_what_is_no_moment_is_refused_with_what_was_found(text: str) -> None:
    with pytest.raises(ValueError, match="expected a date or time") as refused:
        Moment(text)
    assert repr(text) in str(refused.value)


@given(st.dates(date(1900, 1, 2), date(2199, 12, 30)))
def test_the_last_day_of_an_end_without_a_time_is_whole(day: date) -> None:
    text = day.isoformat()
    start, end = Moment(text).instant(BUCHAREST), Moment(text).instant(BUCHAREST, ends=True)
    assert start.astimezone(BUCHAREST).date() == day
    assert (end - timedelta(microseconds=1)).astimezone(BUCHAREST).date() == day
    assert end.astimezone(BUCHAREST).date() == day + timedelta(days=1)
    assert Moment(text).at_end().instant(BUCHAREST) == end
    assert Moment(text).at_start().instant(BUCHAREST) == start


@given(written(), st.integers(-400, 400))
def test_a_shifted_moment_keeps_its_time_of_day(moment: tuple[str, date | datetime], days: int) -> None:
    text, value = moment
    by = timedelta(days=days)
    if not date.min + timedelta(days=400) < Moment(text).day < date.max - timedelta(days=400):
        return
    assert Moment(text).shifted(by).value == value + by


def test_moments_are_equal_when_they_are_written_alike() -> None:
    assert Moment("2026-12-31") == Moment("2026-12-31")
    assert Moment("2026-12-31") != Moment("2026-12-31T00:00")
    assert len({Moment("2026-12-31"), Moment("2026-12-31")}) == 1
    assert repr(Moment("2026-12-31")) == "Moment('2026-12-31')"


class Sign(Value, frozen=True, kw_only=True):
    title: str | dict[str, str]
    note: str = ""
    notes: tuple[str, ...] = ()


@pytest.mark.parametrize("blank", [" ", "\t\n", "\u200b", "\u00ad \u2060", {"ro": "Bună", "en": " "}])
def test_a_text_of_which_nothing_would_be_drawn_is_refused(blank: str | dict[str, str]) -> None:
    with pytest.raises(ValueError, match="found only spaces in 'title', expected text"):
        Sign(title=blank)


@pytest.mark.parametrize(
    "hidden", ["\0", "\x1b[31m", "a\rb", "\x85", "\u202eIAR", "a\u2066b", "a\ufeffb", "a\U000e0041", "\ud800"]
)
@pytest.mark.parametrize("text", ["{}", "Bună {} ziua"])
def test_what_turns_or_hides_letters_is_no_text(hidden: str, text: str) -> None:
    said = text.format(hidden)
    for title, notes in ((said, ()), ({"ro": "Bună", "en": said}, ()), ("Bună", (said,))):
        with pytest.raises(ValueError, match=r"found (the control character U\+[0-9A-F]{4,6} in|only spaces in) "):
            Sign(title=title, notes=notes)


@pytest.mark.parametrize(
    "needed", ["a\tb\nc", "co\u00adoperare", "می\u200cخواهم", "👩\u200d🔧", "a\u2060b", "שלום\u200f!", "a\u200bb"]
)
def test_what_scripts_and_emoji_need_is_text(needed: str) -> None:
    assert Sign(title=needed).title == needed


def test_an_empty_text_may_stand() -> None:
    assert Sign(title={"ro": "Bună"}).note == ""
