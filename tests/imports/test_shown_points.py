"""No totals beside parts, no years that are not over beside whole ones; what is left out is said."""

from typing import Any

import pytest

from content import strict_yaml
from content.imports.conversation import Imported
from content.questions import Question
from tests.imports.test_dataset import PAGE, held, one, refusal, slide

SAID = {"licence": "CC0", "page": PAGE, "topic": "Arbori", "id": "arbori"}


def read(text: str, **options: str) -> Imported:
    """On 24 November 2026."""
    return held("t.csv", one("t.csv", text.encode()), **SAID | options)


def rows(made: Imported) -> list[str]:
    return made.files["data/arbori.csv"].decode().splitlines()[1:]


def told(made: Imported, code: str) -> str:
    return "\n".join(each.message for each in made.findings if each.code == code)


def asked(text: str, **options: str) -> Question:
    made = read(text, **options)
    assert not made.files
    (question,) = made.questions
    return question


def as_of(made: Imported) -> Any:
    return strict_yaml.mapping(made.files["data/arbori.csv.source.yaml"], "x")["as_of"]


# --- totals --------------------------------------------------------------------------------------------------------


def test_a_total_among_names_is_left_out_and_named() -> None:
    made = read("zona;copaci\nCentru;60\nSud;40\nTotal;100\n")
    assert rows(made) == ["Centru,60", "Sud,40"]
    assert "row 4 'Total' (a total by its name)" in told(made, "left-out")
    assert slide(made, "drafts/arbori.yaml" if not made.slides else "slides/arbori.yaml")["title"]["ro"].endswith(
        "{most_x} ({most})"
    )


def test_a_total_that_the_parts_do_not_make_is_told() -> None:
    made = read("zona;copaci\nCentru;60\nSud;40\nTotal;110\n")
    assert rows(made) == ["Centru,60", "Sud,40"]
    assert "'Total' is 110, while the others add up to 100" in told(made, "sum")


def test_a_sum_without_a_name_is_asked_where_it_may_be_chance() -> None:
    text = "zona;copaci\nCentru;10\nSud;6\nNord;4\n"
    question = asked(text)
    assert (question.option, question.where) == ("total", "t.csv: column “zona”")
    assert rows(read(text, total="Centru")) == ["Sud,6", "Nord,4"]
    assert rows(read(text, total="none")) == ["Centru,10", "Sud,6", "Nord,4"]


def test_totals_and_notes_beside_years_are_named() -> None:
    made = read("an;copaci\n2018;60\n2019;70\nTotal;130\nMedie;65\nSursa: INS;\n")
    assert rows(made) == ["2018,60", "2019,70"]
    for text in ("row 4 'Total'", "row 5 'Medie'", "row 6 'Sursa: INS'"):
        assert text in told(made, "left-out")


# --- the decimal mark, units and remarks ---------------------------------------------------------------------------


def test_a_thousand_or_a_fraction_is_asked() -> None:
    text = "an;copaci\n2018;1.234\n2019;2.345\n"
    question = asked(text)
    assert [(each.answer, each.gives) for each in question.choices] == [("comma", "1234"), ("point", "1.234")]
    assert rows(read(text, decimal="comma")) == ["2018,1234", "2019,2345"]
    assert rows(read(text, decimal="point")) == ["2018,1.2340", "2019,2.3450"]


def test_another_column_may_show_the_mark_and_that_is_told() -> None:
    made = read("an;copaci;rata\n2018;1.234;12,5\n2019;2.345;13\n", y="copaci")
    assert rows(made) == ["2018,1234", "2019,2345"]
    assert "read 1.234 with a decimal comma" in told(made, "number")


def test_a_percent_sign_is_the_unit() -> None:
    made = read("an;rata\n2018;12,5 %\n2019;13 %\n")
    assert slide(made, "slides/arbori.yaml")["unit"] == {"ro": "%"}


def test_a_footnote_is_told_and_a_flag_stands_on_the_slide() -> None:
    made = read("an;copaci\n2018;60*\n2019;70\n2020;80 (p)\n")
    assert rows(made) == ["2018,60", "2019,70", "2020,80"]
    assert "row 2: 60*" in told(made, "number") and "(p)" not in told(made, "number")
    assert "provisional" in told(made, "flag")


# --- periods that are not over -------------------------------------------------------------------------------------


YEARS = "an;copaci\n2024;60\n2025;70\n2026;12\n"


def test_the_running_year_is_left_out_of_whole_ones() -> None:
    made = read(YEARS)
    assert rows(made) == ["2024,60", "2025,70"]
    assert "left out 2026: 12: not over on 2026-11-24, not to be set beside whole years" in told(made, "partial")
    assert as_of(made) == "2025-12-31"


def test_a_person_may_say_that_it_is_whole() -> None:
    made = read(YEARS, sure="year")
    assert rows(made) == ["2024,60", "2025,70", "2026,12"]
    assert told(made, "partial") == ""
    assert as_of(made) == "2026-11-24"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("luna;n\n2026-09;1\n2026-10;2\n2026-11;3\n", ["2026-09,1", "2026-10,2"]),
        ("trim;n\n2026-T2;1\n2026-T3;2\n2026-T4;3\n", ["2026-T2,1", "2026-T3,2"]),
        ("sapt;n\n2026-W46;1\n2026-W47;2\n2026-W48;3\n", ["2026-W46,1", "2026-W47,2"]),
        ("zi;n\n2026-11-23;1\n2026-11-24;2\n", ["2026-11-23,1", "2026-11-24,2"]),
        ("an;n\n2024;1\n2025;2\n2026;\n", ["2024,1", "2025,2"]),
    ],
)
def test_what_runs_on_the_day_of_the_import(text: str, kept: list[str]) -> None:
    assert rows(read(text)) == kept


def test_a_day_before_the_end_makes_a_part() -> None:
    made = read("an;copaci\n2024;60\n2025;70\n", as_of="2025-09-30")
    assert rows(made) == ["2024,60"]
    assert "left out 2025: 70: not over on 2025-09-30" in told(made, "partial")
    assert rows(read("an;copaci\n2024;60\n2025;70\n", as_of="2025-12-31")) == ["2024,60", "2025,70"]
    sentence = refusal("t.csv", one("t.csv", YEARS.encode()), **SAID, as_of="2024-06-30")
    assert "has a figure of 2026, expected none after 2024-06-30, of which `as-of` says they are" in sentence


def test_a_running_year_alone_is_for_a_person_to_call() -> None:
    made = read("an;copaci\n2026;12\n")
    assert rows(made) == ["2026,12"]
    assert as_of(made) == "2026-11-24"
    assert [(each.code, each.key) for each in made.questions] == [("partial", "title")]
    assert made.slides == ()
    title = "12 arbori plantați până la 24 noiembrie"
    assert read("an;copaci\n2026;12\n", title=title).questions == ()


AHEAD = "an;locuitori\n2024;60\n2025;70\n2027;80\n2030;90\n"


def test_years_to_come_are_forecasts() -> None:
    made = read(AHEAD)
    assert rows(made) == ["2024,60", "2025,70"]
    assert "left out 2027–2030: after 2026-11-24, so forecasts and no figures" in told(made, "partial")
    kept = read(AHEAD, breaks="2027=prognoză", title="Locuitori în 2030, prognoză: {last}")
    assert rows(kept)[-1] == "2030,90"
    assert kept.questions == ()
    assert [each.key for each in read(AHEAD, breaks="2027=prognoză").questions] == ["title"]
    sentence = refusal("t.csv", one("t.csv", b"an;n\n2030;1\n2031;2\n"), **SAID)
    assert "t.csv: has only figures of 2030–2031, after 2026-11-24, expected some of a time that is over" in sentence


def test_names_of_one_period_are_of_its_last_day_and_never_of_a_height() -> None:
    assert as_of(read("zona;an;copaci\nCentru;2024;60\nSud;2024;40\n")) == "2024-12-31"
    assert as_of(read("zona;an;copaci\nCentru;2026;60\nSud;2026;40\n")) == "2026-11-24"
    made = read("zona;altitudine;copaci\nCentru;2000;60\nSud;2000;40\n", y="copaci")
    assert [each.key for each in made.questions] == ["source.as_of"]
