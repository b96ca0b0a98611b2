"""Which titles name less than the city's whole budget."""

import pytest

from content.readers.budgets import title_part


@pytest.mark.parametrize(
    ("text", "names", "confirms"),
    [
        ("ȘCOALA GIMNAZIALĂ NR. 5", "an institution", "city"),
        ("Bugetul de venituri și cheltuieli al Liceului Teoretic", "an institution", "city"),
        ("Contul de execuție a bugetului instituției publice: Spitalul Municipal", "an institution", "city"),
        ("Secțiunea de dezvoltare", "the section dezvoltare", "rows"),
        ("Bugetul local pe secțiunea de dezvoltare", "the section dezvoltare", "rows"),
        ("Dezvoltare", "the section dezvoltare", "rows"),
        ("Bugetul creditelor interne", "a budget beside the local one", "rows"),
        ("Lista obiectivelor de investiții 2026", "a list and no budget", "rows"),
        ("Programul anual al achizițiilor publice", "a list and no budget", "rows"),
        ("Situația plăților restante", "a list and no budget", "rows"),
        ("Influențe la bugetul local", "what a rectification adds or takes", "rows"),
        ("Bugetul împrumuturilor externe", "a budget beside the local one", "rows"),
        ("Anexa 2 venituri proprii", "a budget beside the local one", "rows"),
    ],
)
def test_a_title_names_a_part(text: str, names: str, confirms: str) -> None:
    part = title_part.read(["Municipiul Exemplu", text])
    assert part == title_part.PartTitle(text, names, confirms)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "texts",
    [
        ["BUGETUL LOCAL PE ANUL 2026"],
        ["Bugetul local și lista obiectivelor de investiții"],
        ["Secțiunea de funcționare", "Secțiunea de dezvoltare"],
        ["Bugetul pe secțiunile de funcționare și dezvoltare"],
        ["Direcția de dezvoltare urbană", "Buget 2026"],
        ["Bugetul general consolidat: local, venituri proprii, credite interne"],
        ["TOTAL VENITURI PROPRII"],
        ["Strada Școlii nr. 5"],
        ["Învățământ: școli, licee, grădinițe"],
        ["Detaliat conform programului de investiții"],
        [],
    ],
)
def test_other_titles_name_none(texts: list[str]) -> None:
    assert title_part.read(texts) is None


@pytest.mark.parametrize("body", ["Direcția Fiscală a Municipiului Exemplu", "S.C. Termica S.A.", "Regia de transport"])
def test_a_body_is_the_holder_where_no_title_names_the_local_budget(body: str) -> None:
    assert title_part.read([body, "Buget de venituri și cheltuieli 2026"]) is not None
    assert title_part.read(["Municipiul Exemplu", body, "Buget 2026"]) is None
    assert title_part.read([body, "Bugetul local pe anul 2026"]) is None


def test_the_office_that_writes_the_budget_is_no_holder() -> None:
    assert title_part.read(["Direcția Economică", "Buget 2026"]) is None


def test_changes_beside_what_came_of_them_are_no_part() -> None:
    texts = ["Influențe la bugetul local"]
    assert title_part.read(texts, ["Buget inițial", "Influențe", "Buget rectificat"]) is None
    assert title_part.read(texts, ["Suma"]) is not None


@pytest.mark.parametrize(
    ("texts", "part"),
    [
        (["BUGETUL LOCAL", "SECȚIUNEA DE FUNCȚIONARE"], "SECȚIUNEA DE FUNCȚIONARE"),
        (["Bugetul local pe secțiunea de dezvoltare"], "Bugetul local pe secțiunea de dezvoltare"),
        (["Dezvoltare"], "Dezvoltare"),
        (["Bugetul secțiunii de funcționare", "Bugetul secțiunii de dezvoltare"], ""),
        (["Bugetul pe secțiunile de funcționare și dezvoltare"], ""),
        (["Direcția de dezvoltare urbană", "Buget 2026"], ""),
        (["Bugetul creditelor interne"], "Bugetul creditelor interne"),
        (["Bugetul local și bugetul fondurilor externe nerambursabile"], ""),
    ],
)
def test_a_title_that_names_a_part_or_another_budget(texts: list[str], part: str) -> None:
    named = title_part.read(texts)
    assert (named.text if named else "") == part
