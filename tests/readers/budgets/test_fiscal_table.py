"""The tables of a Fiscal Data Package as their resource describes them."""

import pytest

from content.findings import RefusedError
from content.readers.budgets import fiscal_table
from content.readers.budgets.descriptor import Group, Table
from content.readers.budgets.fiscal_table import Rows

FUNCTIONAL = Group("functional", "cod", "nume")
ECONOMIC = Group("economic", "articol", "nume")


def table(groups: dict[str, Group], **schema: object) -> Table:
    return Table("buget.csv", {"schema": schema}, (), {}, groups)


@pytest.mark.parametrize(
    ("text", "resource"),
    [
        ("An;Cod\n2024; 84.02\n", {}),
        ("An|Cod\n2024|84.02\n", {"dialect": {"delimiter": "|"}}),
        ("An|Cod\n'2024'|84.02\n", {"dialect": {"delimiter": "|", "quoteChar": "'"}}),
    ],
)
def test_rows_are_numbered_and_columns_are_in_lower_case(text: str, resource: dict[str, object]) -> None:
    rows = fiscal_table.rows(text.encode(), resource, "buget.csv")
    assert rows[1:] == Rows("", ("an", "cod"), ((2, {"an": "2024", "cod": "84.02"}),))[1:]


def test_the_encoding_that_is_declared_counts() -> None:
    rows = fiscal_table.rows(
        "nume|x\nȘcoli|1\n".encode("iso8859_16"), {"encoding": "iso-8859-16", "dialect": {"delimiter": "|"}}, "x"
    )
    assert rows.numbered[0][1]["nume"] == "Școli"


@pytest.mark.parametrize(
    ("data", "resource", "message"),
    [
        (b"a|b\n1\n", {"dialect": {"delimiter": "|"}}, "rows of different lengths"),
        (b"", {"dialect": {"delimiter": "|"}}, "rows of different lengths|is empty"),
        (b"a,b", {"dialect": {"delimiter": "||"}}, "is not the CSV its descriptor says"),
        (b"\xff", {"encoding": "ascii"}, "is not in ascii, as its descriptor says"),
        (b"a", {"encoding": "nix"}, "is not in nix, as its descriptor says"),
    ],
)
def test_a_file_that_is_not_as_described_is_refused(data: bytes, resource: dict[str, object], message: str) -> None:
    with pytest.raises(RefusedError, match=message):
        fiscal_table.rows(data, resource, "buget.csv")


def test_the_functional_classification_is_taken_unless_another_is_named() -> None:
    groups = {"economic": ECONOMIC, "functional": FUNCTIONAL}
    assert fiscal_table.group(table(groups), "x", None) == FUNCTIONAL
    assert fiscal_table.group(table(groups), "x", "economic") == ECONOMIC
    assert fiscal_table.group(table({"cofog2": ECONOMIC, "cofog1": FUNCTIONAL}), "x", None) == FUNCTIONAL
    with pytest.raises(RefusedError, match="choose among: economic, functional"):
        fiscal_table.group(table(groups), "x", "administrative")
    with pytest.raises(RefusedError, match=r"choose among: none; what stands in other tables \(foreignKeys\)"):
        fiscal_table.group(table({}, foreignKeys=[{}]), "x", None)


def test_the_decimal_mark_is_the_declared_one_or_that_of_the_cells() -> None:
    assert fiscal_table.decimal_mark({"decimalChar": ","}, ["1.5"], "x") == ","
    assert fiscal_table.decimal_mark({}, ["1,5", "1.234"], "x") == ","
    assert fiscal_table.decimal_mark({}, ["1.234"], "x") == "."
    assert fiscal_table.decimal_mark({"groupChar": ","}, ["1,234"], "x") == "."
    with pytest.raises(RefusedError, match="found '1,234' and no `decimalChar`"):
        fiscal_table.decimal_mark({}, ["1,234"], "x")
