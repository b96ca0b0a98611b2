"""A question says where, what was seen, and what may be answered with which option; a slide that has one is known."""

import pytest

from content.findings import RefusedError, answer
from content.questions import MARK, Choice, Question, QuestionError, open_in

COLUMN = Question(
    code="column",
    where="buget.csv:1",
    seen="Prevederi 2026, Plăți",
    asks="which column is the budget?",
    option="column",
    choices=(Choice(answer="Prevederi 2026", gives="30,000 lei"), Choice(answer="sure=column", option="sure")),
)
ADDRESS = Question(code="source", where="drafts/a.yaml", asks="where can it be read?", key="source.url")


def test_one_line_tells_all_of_it() -> None:
    assert str(COLUMN) == (
        "buget.csv:1: which column is the budget?, seen: Prevederi 2026, Plăți"
        " (`column` Prevederi 2026: 30,000 lei; or `sure` sure=column)"
    )
    assert ADDRESS.note == "`source.url`: where can it be read?"
    assert Question(code="source", where="x", asks="who?", option="source-name").note == "who? (`source-name`)"


def test_a_reader_that_cannot_go_on_is_a_refusal_of_the_input() -> None:
    error = QuestionError(COLUMN, ADDRESS)
    assert isinstance(error, RefusedError)
    assert answer(error) == answer(RefusedError(*error.findings))
    first, second = error.findings
    assert (first.code, first.where, first.level) == ("column", "buget.csv:1", "error")
    assert first.message == "which column is the budget? (seen: Prevederi 2026, Plăți)"
    assert first.fix == "`column` Prevederi 2026: 30,000 lei; or `sure` sure=column"
    assert second.fix is None
    assert error.questions == (COLUMN, ADDRESS)


@pytest.mark.parametrize(
    ("text", "still"),
    [
        ("kind: notice\n", ()),
        (f"{MARK} the title\nkind: notice\n  {MARK}`source.url`\n", ("the title", "`source.url`")),
        ("# TO FINISH:\nkind: notice\n", ("",)),
        ("title: say `# TO FINISH: x` of it\n", ()),
    ],
)
def test_the_questions_of_a_file(text: str, still: tuple[str, ...]) -> None:
    assert open_in(text.encode()) == still
