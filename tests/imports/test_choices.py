"""Which column and which rows are meant: chosen where only one can be, else asked with the figure of each choice."""

from typing import Any

import msgspec
import pytest

from content.imports.conversation import Imported
from content.questions import Choice, Question
from tests.imports.test_dataset import PAGE, RIDERS, TRAMS, held, one, refusal, slide
from tests.readers.open_data.test_table import WIDE

SAID = {"licence": "CC0", "page": PAGE, "topic": "Cereri"}


def plain(choices: Any) -> Any:
    """The choices without how their texts were made."""
    if isinstance(choices, tuple):
        return tuple(map(plain, choices))
    return msgspec.structs.replace(choices, phrases=())


def read(text: str, **options: str) -> Imported:
    return held("t.csv", one("t.csv", text.encode()), **SAID | options)


def asked(text: str, **options: str) -> Question:
    made = read(text, **options)
    assert not made.files
    (question,) = made.questions
    return question


def test_several_series_are_never_drawn_as_one() -> None:
    question = asked(WIDE)
    assert (question.code, question.where, question.option) == ("choice", "t.csv", "where")
    assert plain(question.choices) == (
        Choice(answer=f"indicator={TRAMS}", gives="82 in 2019"),
        Choice(answer=f"indicator={RIDERS}", gives="104142 in 2019"),
    )
    for choice, last in zip(question.choices, (82, 104142), strict=True):
        (data,) = (d for p, d in read(WIDE, where=choice.answer).files.items() if p.endswith(".csv"))
        assert data.decode().rstrip().endswith(f",2019,{last}")


def test_two_columns_of_numbers_are_asked_about() -> None:
    text = "an,tramvaie,autobuze\n2018,1,2\n2019,3,4\n"
    question = asked(text)
    assert question.option == "y"
    assert plain(question.choices) == (
        Choice(answer="tramvaie", gives="3 in 2019"),
        Choice(answer="autobuze", gives="4 in 2019"),
    )
    assert read(text, y="autobuze").files["data/cereri.csv"] == b"an,autobuze\n2018,2\n2019,4\n"


def test_each_column_that_tells_series_apart_is_asked_about_at_once() -> None:
    rows = [(y, s, m, n) for n, (y, s, m) in enumerate((y, s, m) for y in (2020, 2021) for s in "FM" for m in "UR")]
    text = "an;sexe;medii;valoare\n" + "".join(f"{y};{s};{m};{n}\n" for y, s, m, n in rows)
    made = read(text)
    assert not made.files
    assert [[choice.answer for choice in each.choices] for each in made.questions] == [
        ["sexe=F", "sexe=M"],
        ["medii=U", "medii=R"],
    ]
    assert plain(made.questions[0].choices[1]) == Choice(answer="sexe=M", gives="6 in 2021 with medii=U")
    assert b"2020,3" in read(text, where="sexe=M;medii=R").files["data/m-r.csv"]


def test_a_code_beside_its_name_is_no_other_series() -> None:
    text = "an;indicator;cod_indicator;valoare\n2020;Tramvaie;T1;5\n2020;Autobuze;A1;6\n"
    assert asked(text + "2021;Tramvaie;T1;7\n2021;Autobuze;A1;8\n").option == "where"


def test_at_most_twenty_are_listed_and_the_others_counted() -> None:
    text = "an;indicator;valoare\n" + "".join(f"{y};s{n};{n}\n" for n in range(25) for y in (2020, 2021))
    question = asked(text)
    assert len(question.choices) == 20
    assert question.seen.endswith("and 5 more")


def test_the_packs_own_city_is_the_first_choice() -> None:
    cities = ("Arad", "Orașul de probă", "Lugoj")
    text = "an;localitate;valoare\n" + "".join(f"{y};{c};{len(c)}\n" for c in cities for y in (2020, 2021))
    assert asked(text).choices[0].answer == "localitate=Orașul de probă"


@pytest.mark.parametrize(
    ("text", "option", "answers"),
    [
        ("zona;strada;valoare\na;b;1\nc;d;2\ne;b;3\n", "x", ["zona", "strada"]),
        ("deschis;inchis;valoare\n2020-01;2020-02;1\n2020-03;2020-05;2\n", "x", ["deschis", "inchis"]),
        ("an;tip;valoare\n2019;a;1\n2020;b;2\n", "where", ["tip=a", "tip=b"]),
        ("an;x;valoare\n2019;a;1\n2020;b;2\n", "columns", ["x=subject", "x=ignore"]),
        ("an;oras;valoare\n2019;Arad;5\n2020;Lugoj;7\n", "where", ["oras=Arad", "oras=Lugoj"]),
        ("an;um;valoare\n2019;km;5\n2020;m;7\n", "where", ["um=km", "um=m"]),
        ("an;linia;valoare\n2019;1;5\n2019;2;6\n2020;1;7\n2020;2;8\n", "y", ["linia", "valoare"]),
    ],
)
def test_what_is_left_open_is_asked_with_its_choices(text: str, option: str, answers: list[str]) -> None:
    question = asked(text)
    assert (question.option, [choice.answer for choice in question.choices]) == (option, answers)


def test_a_numbered_line_tells_series_apart_where_its_years_repeat() -> None:
    text = "an;linia;valoare\n2019;1;5\n2019;2;6\n2020;1;7\n2020;2;8\n"
    question = asked(text, y="valoare")
    assert plain(question.choices) == (
        Choice(answer="linia=1", gives="7 in 2020"),
        Choice(answer="linia=2", gives="8 in 2020"),
    )


def test_a_year_twice_in_one_series_is_still_refused() -> None:
    sentence = refusal("t.csv", one("t.csv", b"an;valoare\n2019;1\n2019;2\n"), **SAID)
    assert "t.csv: row 3, column “an”: has an 2019 a second time" in sentence


def test_no_numbers_is_said_of_the_cell() -> None:
    sentence = refusal("t.csv", one("t.csv", b"an;copaci\n2018;50\n2019;multe?5\n2020;70\n"), **SAID)
    assert sentence.startswith("t.csv: row 3, column “copaci”: found 'multe?5', expected a number")


def test_a_month_beside_its_year_is_when() -> None:
    text = "an;luna;valoare\n2023;2023-12;1\n2024;2024-01;2\n2024;2024-02;3\n"
    assert read(text).files["data/cereri.csv"] == b"luna,valoare\n2023-12,1\n2024-01,2\n2024-02,3\n"


def test_one_year_of_several_names_is_drawn_by_name_and_is_of_that_year() -> None:
    made = read("an;zona;valoare\n2021;Centru;5\n2021;Sud;7\n")
    assert made.files["data/cereri.csv"] == b"zona,valoare\nCentru,5\nSud,7\n"
    assert b"as_of: '2021-12-31'" in made.files["data/cereri.csv.source.yaml"]


def test_a_column_that_says_the_same_everywhere_and_nobody_knows_what_is_asked() -> None:
    text = "an;detaliu;valoare\n2019;abc;10\n2020;abc;11\n"
    made = read(text)
    (question,) = made.questions
    assert [choice.answer for choice in question.choices] == [
        "detaliu=subject",
        "detaliu=unit",
        "detaliu=place",
        "detaliu=ignore",
    ]
    assert list(made.slides) == []
    becomes = ({"title": "Abc"}, {"unit": "abc"}, {"scope": "abc"}, {"title": "Cereri"})
    for choice, fields in zip(question.choices, becomes, strict=True):
        made = read(text, columns=choice.answer)
        (path,) = (each for each in made.files if each.endswith("cereri.yaml"))
        for key, value in fields.items():
            assert slide(made, path)[key]["ro"].startswith(value)


def test_the_whole_beside_its_parts_is_only_drawn_when_a_person_says_so() -> None:
    text = "geo;valoare\nRO424;4\nRO42;40\nRO;400\n"
    question = asked(text)
    assert plain(question.choices[0]) == Choice(answer="geo", option="x", gives="all are shown, side by side")
    assert plain(question.choices[1]) == Choice(answer="geo=RO424", gives="4")
    assert read(text, x="geo").files["data/cereri.csv"] == "geo,valoare\nTimiș,4\nVest,40\nRomânia,400\n".encode()
    assert read("geo;valoare\nRO424;4\nRO421;3\n").files


def test_one_of_the_places_of_a_table_without_years_is_read() -> None:
    text = "localitate;valoare\nJudețul Timiș;100\nTimișoara;60\nLugoj;20\n"
    assert "localitate=Timișoara" in [choice.answer for choice in asked(text).choices]
    (data,) = (d for p, d in read(text, where="localitate=Timișoara").files.items() if p.endswith(".csv"))
    assert data.decode() == "localitate,valoare\nTimișoara,60\n"


def test_periods_of_different_length_are_refused_where_nothing_parts_them() -> None:
    sentence = refusal("t.csv", one("t.csv", b"perioada;valoare\n2018;8\n2019;9\n2019-T1;3\n2019-T2;4\n"), **SAID)
    assert "has periods of different length in perioada (2018, 2019, 2019-T1" in sentence


def test_a_code_that_limits_the_figures_is_asked_for_its_words() -> None:
    text = "freq,sex,geo,TIME_PERIOD,OBS_VALUE\nA,F,RO424,2019,10\nA,F,RO424,2020,11\n"
    (question,) = read(text).questions
    assert (question.option, question.seen) == ("columns", "sex=F")
    assert not read(text, columns="sex=ignore").questions
    assert not read(text, title="Femei: {last}").questions
    (question,) = read(text.replace("sex", "x").replace(",F,", ",PC,")).questions
    assert plain(question.choices[1]) == Choice(answer="x=unit", gives="the figures are in %")
    assert not read(text.replace(",F,", ",T,")).questions


def test_a_number_that_only_names_a_row_is_no_figure_beside_one_that_cannot_be_read() -> None:
    sentence = refusal("t.csv", one("t.csv", b"linia;interval\n1;00:12:00\n2;00:15:00\n"), **SAID)
    assert "00:12:00" in sentence
    assert read("zona;linii\nCentru;5\nSud;6\n").files


def test_a_figure_without_its_name_is_refused_and_a_row_without_both_is_none() -> None:
    sentence = refusal("t.csv", one("t.csv", b"an;valoare\n2019;5\n;6\n"), **SAID)
    assert "t.csv:3: found '6' and no an, expected a figure with its name" in sentence
    made = read("an;valoare;x\n2019;50;\n;;nota despre\n2020;60;\n")
    assert made.files["data/cereri.csv"] == b"an,valoare\n2019,50\n2020,60\n"


def test_remarks_that_are_not_shown_are_named() -> None:
    made = read("an;valoare;observații\n2019;50;fără cei din adăpost\n2020;60;\n")
    assert [finding.message for finding in made.findings if finding.code == "left-out"] == [
        "the remarks in “observații” are not shown: 'fără cei din adăpost'"
    ]


def test_a_chosen_row_that_does_not_say_of_what_it_is_is_asked_about() -> None:
    text = "sexe;judet;an;valoare\nMasculin;Arad;2020;50\n;Timis;2020;60\n"
    question = asked(text, where="judet=Timis")
    assert (question.option, question.where, question.seen) == ("columns", "t.csv:3", "Masculin in other rows")
    assert read(text, where="judet=Timis", columns="sexe=ignore").files
    assert read(text, where="judet=Arad").files


def test_columns_takes_only_parts_and_columns_there_are() -> None:
    text = "an;detaliu;valoare\n2019;abc;10\n2020;abc;11\n"
    with_fault = {"columns": "detaliu=rubbish"}
    assert "found 'rubbish', expected one of time, value, unit" in refusal("t", one("t", text.encode()), **with_fault)
    assert "expected a column 'altul'" in refusal("t", one("t", text.encode()), columns="altul=unit")
