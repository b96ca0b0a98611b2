"""Every chapter has a short name in five languages and a function of government; a pack's own words go first."""

import pytest

from content import strict_yaml
from content.pack.model import Names
from content.readers.budgets import classification


def written() -> Names:
    read_names: Names = strict_yaml.typed(
        strict_yaml.mapping(classification.names_yaml(), "names.yaml"), Names, "names.yaml"
    )
    return read_names


def test_the_table_written_for_a_pack_reads_back_as_the_table() -> None:
    names = written()
    assert names.expenditure == classification.EXPENDITURE
    assert names.revenue == classification.REVENUE
    assert names.origin == {key: texts for key, texts in classification.ORIGINS.items() if key != "other"}
    assert names.cofog == {}


def test_each_chapter_stands_under_the_heading_of_its_division() -> None:
    division, seen = "", set()
    for line in classification.names_yaml().decode().splitlines():
        if line.startswith("revenue:"):
            break
        if "# COFOG" in line:
            division = line.split()[2].rstrip(":")
        elif line.startswith('  "'):
            seen.add((line[3:5], division))
    assert seen == {(key, classification.COFOG[key]) for key in classification.EXPENDITURE}
    assert {("65", "09"), ("84", "04"), ("55", "01"), ("67", "08"), ("70", "06"), ("68", "10")} <= seen


@pytest.mark.parametrize(
    "table",
    [classification.EXPENDITURE, classification.REVENUE, classification.ORIGINS, classification.DIVISIONS],
)
def test_names_are_short_and_told_apart_in_every_language(table: dict[str, dict[str, str]]) -> None:
    for lang in classification.LANGUAGES:
        names_of_lang = [names[lang] for names in table.values()]
        assert len(set(names_of_lang)) == len(names_of_lang)
        assert max(map(len, names_of_lang)) <= 36
        assert not set("şţŞŢ") & set("".join(names_of_lang))


def test_all_chapters_and_divisions_are_there() -> None:
    assert set(classification.COFOG.values()) == set(classification.DIVISIONS)
    assert set(classification.EXPENDITURE) < set(classification.COFOG)
    assert len(classification.DIVISIONS) == 10
    assert len(classification.EXPENDITURE) == 17


def test_the_pack_goes_before_the_table() -> None:
    names = Names(expenditure={"84": "Tramvaie și autobuze"}, origin={"own": "Ai noștri"}, cofog={"81": "06"})
    assert classification.name(names, "expenditure", "84") == "Tramvaie și autobuze"
    assert classification.name(names, "expenditure", "65") == classification.EXPENDITURE["65"]
    assert classification.name(names, "revenue", "84") is None
    assert classification.name(names, "revenue", "35") == classification.REVENUE["35"]
    assert classification.origin(names, "own") == "Ai noștri"
    assert classification.origin(names, "other") == classification.ORIGINS["other"]
    assert classification.division(names, "81") == "06"
    assert classification.division(names, "84") == "04"
    assert classification.division(names, "07") is None
