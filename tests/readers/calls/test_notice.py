"""Official notices in Romanian prose: what is found, what is only proposed, what is no call."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.authored import Moment
from content.questions import Question
from content.readers.calls import notice
from content.readers.calls.call import Call
from tests.readers.calls.origins import SITE

BUDGET = """ANUNȚ nr. 1247/12.01.2027
Prin prezenta aducem la cunoştinţa publicului, în temeiul art. 39 alin. (3) din Legea nr. 273/2006, proiectul bugetului local pe anul 2027.
Cei interesati pot depune contestaţii la registratura primăriei, str. Cuza Vodă nr. 1, telefon 0258-861 311, fax 0258/861280, e-mail buget@oras.ro, până în data de 27.01.2027 inclusiv.
Prezentul anunţ a fost afişat la data de 12.01.2027.
"""  # noqa: E501
PARKING = """Dezbatere publică: tarifele de parcare
În conformitate cu art. 7 din Legea nr. 52/2003, se aduce la cunoștința publică proiectul de hotărâre privind tarifele de parcare în zona centrală.
Consultarea are loc în perioada 23.11.2026 – 15.12.2026.
Propunerile, sugestiile și opiniile se trimit în scris la Piața 1 Decembrie 1918 nr. 28 până la data de 15 decembrie 2026, ora 16:00, sau pe www.oras.ro/parcare.
"""  # noqa: E501
ROADS = """Restricții de circulație pe strada Zăvoi
La solicitarea constructorului, comisia de circulație a avizat închiderea traficului.
Astfel, în perioada 08.05.2026 – 01.08.2026, traficul va fi închis pe strada Zăvoi.
Totodată, în perioada 04.05.2026-12.06.2026 , traficul va fi restricționat pe Bulevardul 3 August 1919.
"""


def call(text: str) -> Call:
    consultation = notice.call(text, SITE)
    assert consultation is not None
    return consultation


def test_a_notice_of_a_draft_budget() -> None:
    consultation = call(BUDGET)
    assert consultation.title == {"ro": "Proiectul bugetului local pe anul 2027"}
    assert (consultation.opens, consultation.published, consultation.closes) == (
        Moment("2027-01-12"),
        Moment("2027-01-12"),
        Moment("2027-01-27"),
    )
    assert (consultation.legal_basis, consultation.phone) == ("Legea 273/2006", "0258 861 311")
    assert {"buget@oras.ro", "str. Cuza Vodă nr. 1"} <= set(consultation.excerpts)


def test_a_notice_of_a_draft_decision() -> None:
    consultation = call(PARKING)
    assert consultation.title == {"ro": "Dezbatere publică: tarifele de parcare"}
    assert (consultation.opens, consultation.closes) == (Moment("2026-11-23"), Moment("2026-12-15T16:00"))
    assert consultation.link == "https://www.oras.ro/parcare"
    assert any("tarifele de parcare în zona centrală" in text for text in consultation.excerpts)


def seen(questions: tuple[Question, ...], key: str) -> str:
    return "; ".join(f"{each.asks} {each.seen}" for each in questions if each.key == key)


def test_everything_read_from_prose_is_asked() -> None:
    assert {"ask", "closes"} <= {each.key for each in call(PARKING).questions}
    assert "până la data de 15 decembrie 2026, ora 16:00" in seen(call(PARKING).questions, "closes")


def test_a_term_is_never_turned_into_a_day() -> None:
    text = BUDGET.replace("până în data de 27.01.2027 inclusiv", "în termen de 15 zile de la data publicării")
    consultation = call(text)
    assert consultation.closes is None
    assert "în termen de 15 zile de la data publicării" in seen(consultation.questions, "closes")
    assert consultation.published == Moment("2027-01-12")


def test_the_last_day_is_the_one_beside_what_it_is_for() -> None:
    text = "Anunț de consultare\nProiectul se poate citi până la 31.03.2027 la avizier." + " x" * 200
    text += "\nPropunerile se depun până la data de 04.03.2027, ora.16.00."
    assert call(text).closes == Moment("2027-03-04T16:00")


def test_two_last_days_are_both_offered() -> None:
    text = "Consultare publică\nPropuneri până la 4.03.2027, opinii până la 9.03.2027."
    (question,) = (each for each in call(text).questions if each.key == "closes")
    assert question.asks == "which is the last day for answers, of those that the text names?"
    assert [choice.answer for choice in question.choices] == ["2027-03-04", "2027-03-09"]
    assert "opinii până la 9.03.2027" in question.choices[1].gives


def test_a_day_without_a_year_is_the_next_and_asked() -> None:
    consultation = call("Consultare publică\nTrimiteți propuneri până pe 15 ianuarie.")
    assert consultation.closes == Moment("2027-01-15")
    assert "is this the year" in seen(consultation.questions, "closes")


@pytest.mark.parametrize("text", [ROADS, "", "Anunț", "Târgul este deschis până la 24 decembrie 2026."])
def test_a_notice_that_asks_for_nothing_is_no_call(text: str) -> None:
    assert notice.call(text, SITE) is None


@given(st.text())
def test_any_text_is_read_or_left(text: str) -> None:
    notice.call(text, SITE)
