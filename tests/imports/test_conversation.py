"""A conversation is held to its end by whoever answers."""

import pytest

from content.findings import RefusedError, refused
from content.imports.conversation import Ask, Conversation, Imported, Told, held
from content.questions import Question, QuestionError


def two_questions() -> Conversation:
    first = yield Ask(address="a")
    second = yield Ask(address=first.body.decode(), body=b"{}")
    return Imported(files={second.address: second.body})


def test_every_question_is_answered_in_turn_and_the_end_is_what_is_imported() -> None:
    asked: list[Ask] = []

    def answer(ask: Ask) -> Told:
        asked.append(ask)
        return Told(address=ask.address, body=b"b")

    assert held(two_questions(), answer) == Imported(files={"b": b"b"})
    assert asked == [Ask(address="a"), Ask(address="b", body=b"{}")]


def test_a_conversation_without_questions_ends_at_once() -> None:
    def silent() -> Conversation:
        yield from ()
        return Imported(files={})

    assert held(silent(), lambda ask: pytest.fail(f"was asked {ask}")) == Imported(files={})


def test_a_reader_that_cannot_go_on_ends_in_questions_and_writes_nothing() -> None:
    question = Question(code="column", where="a.csv:1", asks="which column?", option="column")

    def unsure() -> Conversation:
        yield Ask(address="a")
        raise QuestionError(question)

    assert held(unsure(), lambda ask: Told(address=ask.address)) == Imported(files={}, questions=(question,))


def test_what_the_answer_refuses_is_refused() -> None:
    def answer(ask: Ask) -> Told:
        raise refused("source", ask.address, "is not there")

    with pytest.raises(RefusedError, match="a: is not there"):
        held(two_questions(), answer)
