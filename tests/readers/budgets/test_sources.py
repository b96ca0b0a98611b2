"""Of which budget a row is, and where a chapter of revenue comes from."""

from tests.readers.budgets.test_statement import income, read, refusal, spending


def test_other_budgets_in_the_file_are_left_out_and_told() -> None:
    text = "cod;total\n67.02;300\n67.02.05;300\n67.10;900\n67.10.05;900\n49.02;300\n49.10;900\n"
    statement = read(text)
    assert statement.expenditure is not None
    assert statement.expenditure.total == 300_000
    (finding,) = statement.findings
    assert (finding.level, finding.code, finding.where) == ("warning", "left-out", "b.csv:4")
    assert finding.message == (
        "left out 2 rows of source .10 (institutions financed by their own revenue): another budget than .02"
    )


def test_totals_of_revenue_belong_to_the_budget_beside_them() -> None:
    above = "cod;total\n00.01;300\n35.02;300\n00.01;900\n33.10;900\n"
    below = "cod;total\n35.02;300\n00.01;300\n33.10;900\n00.01;900\n"
    assert income(above).total == income(below).total == 300_000


def test_a_total_at_the_end_is_of_the_budget_that_makes_it() -> None:
    rows = "07.02;300\n39.02;200\n39.10;900\n00.01;{}\n"
    assert income("cod;total\n" + rows.format(500)).total == 500_000
    assert "row 00.01 says 501" in refusal("cod;total\n" + rows.format(501))


def test_a_total_is_of_the_budget_whose_chapters_make_it() -> None:
    """Behind the rows of another budget it is still the city's: a chapter that is missing is refused."""
    text = "cod;total\n35.02;300\n36.02;100\n33.10;900\n00.01;{}\n"
    assert income(text.format(400)).total == 400_000
    assert "row 00.01 says 450 thousand lei" in refusal(text.format(450))
    everything = read(text.format(1300) + "altele;70\n")
    assert everything.questions == ()
    own = "cod;total\n35.02;300\n00.01;300\n33.10;900\n00.01;901\n"
    assert income(own).total == 300_000


def test_the_total_of_another_budget_proves_nothing() -> None:
    assert [each.code for each in read("cod;total\n65.02;300\nPiețe;70\n67.10;90\n49.10;90\n").questions] == [
        "left-out"
    ]


def test_a_budget_of_own_revenue_alone_is_read_as_that() -> None:
    figures = spending("cod;total\n67.10;90\n49.10;90\n")
    assert (figures.source, figures.total) == ("10", 90_000)


def test_origins_follow_the_chapters_and_the_file_goes_before() -> None:
    rows = "".join(
        f"{key}.02;100\n"
        for key in ("01", "04", "07", "11", "16", "30", "36", "37", "39", "40", "42", "43", "45", "48")
    )
    origins = {chapter.code[:2]: chapter.origin for chapter in income("cod;total\n" + rows).chapters}
    assert {key for key, origin in origins.items() if origin == "own"} == {"01", "04", "07", "16", "30", "36", "39"}
    assert {key for key, origin in origins.items() if origin == "state"} == {"11", "42", "43"}
    assert {key for key, origin in origins.items() if origin == "eu"} == {"45", "48"}
    assert {key for key, origin in origins.items() if origin == "other"} == {"37", "40"}
    assert income("cod;total;grup\n42.02;500;proprii\n").origins() == {"own": 500_000}
