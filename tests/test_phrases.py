"""Sentences that remember how they were made."""

from datetime import date
from decimal import Decimal

import msgspec
import pytest

from content.findings import Finding, RefusedError, refused
from content.phrases import Phrase, said
from content.questions import Choice, Question


def test_a_sentence_is_an_english_text() -> None:
    sentence = said("has {rows:,} rows of {name!r}", rows=1234, name="a")
    assert sentence == "has 1,234 rows of 'a'"
    assert f"x: {sentence}" == "x: has 1,234 rows of 'a'"


def test_a_finding_keeps_how_its_sentences_were_made() -> None:
    inner = said("a difference of {amount:,} lei", amount=Decimal("3.5"))
    finding = Finding(
        code="sum",
        where="a.csv",
        message=said("says {stated}: {inner}", stated=5, inner=inner),
        fix=said("add {x}", x=1),
    )
    assert (finding.message, type(finding.message)) == ("says 5: a difference of 3.5 lei", str)
    assert finding.phrases == (
        Phrase(
            of="message",
            pattern="says {stated}: {inner}",
            values={"stated": 5},
            phrases=(Phrase(of="inner", pattern="a difference of {amount:,} lei", values={"amount": 3.5}),),
        ),
        Phrase(of="fix", pattern="add {x}", values={"x": 1}),
    )


def test_a_text_without_values_is_its_own_pattern() -> None:
    assert Finding(code="csv", where="a.csv", message=said("is no table")).phrases == ()


def test_it_passes_through_an_exception() -> None:
    with pytest.raises(RefusedError) as caught:
        try:
            raise ValueError(said("found {text!r}, expected a day", text="x"))
        except ValueError as error:
            raise refused("date", "a.csv", str(error)) from error
    assert caught.value.findings[0].phrases == (
        Phrase(of="message", pattern="found {text!r}, expected a day", values={"text": "x"}),
    )


def test_it_travels() -> None:
    question = Question(
        code="unit",
        where="a.csv",
        seen=said("amounts of {total}", total=5),
        asks="which?",
        choices=(Choice(answer="lei", gives=said("{each} each", each=Decimal(2))),),
    )
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(question), type=Question) == question
    assert question.choices[0].phrases == (Phrase(of="gives", pattern="{each} each", values={"each": 2}),)


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (date(2026, 12, 1), "2026-12-01"),
        (Decimal("1e999999"), "1E+999999"),
        (Decimal("NaN"), "NaN"),
        (2**60, str(2**60)),
        (True, "True"),
        (0.5, 0.5),
        ("a", "a"),
        (None, "None"),
    ],
)
def test_values_that_travel(value: object, kept: object) -> None:
    assert said("{x}", x=value).phrase("message").values == {"x": kept}


def test_the_english_of_a_phrase_without_its_formats() -> None:
    inner = said("{count:,} rows", count=1234)
    assert said("has {rows} at {at!r}", rows=inner, at="a").phrase("message").english() == "has 1234 rows at a"
