"""What an import could not place, for a person to answer: what was seen, the choices, and the option that answers it.

Decides the shape of a question and how it is told. Which questions there are is decided where the doubt arises. Nothing
is published while one is open: a slide that has one is a draft, with a line of `MARK` for each.
"""

from typing import Annotated

import msgspec

from content import phrases
from content.findings import Finding, RefusedError
from content.phrases import Phrase

MARK = "# TO FINISH:"
"""What a line of a draft begins with that holds a question."""
MOST_CHOICES = 100


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """One possible answer.

    `answer` is the text that the option takes, `gives` what the import would then read: a figure, a sentence. `option`
    is the option it answers, where that is another one than the question's.
    """

    answer: str
    gives: str = ""
    option: str = ""
    phrases: tuple[Phrase, ...] = ()

    def __post_init__(self) -> None:
        phrases.keep(self, "gives")


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a person must say.

    `code` is one of `findings.CODES`. `where` is a place that a person can open, to the row and the column; `seen` is
    what stands there. `asks` is one sentence. Either `option` answers it, an option of the import, or `key`, a value of
    the draft's YAML as `source.url`. Without `choices` any text may be the answer.
    """

    code: str
    where: str
    seen: str = ""
    asks: str
    option: str = ""
    key: str = ""
    choices: Annotated[tuple[Choice, ...], msgspec.Meta(max_length=MOST_CHOICES)] = ()
    phrases: tuple[Phrase, ...] = ()

    def __post_init__(self) -> None:
        phrases.keep(self, "seen", "asks")

    @property
    def note(self) -> str:
        """The question on one line, without its place: `` `source.url`: where can it be read? (`source-url`) ``."""
        named = f"`{self.key}`: " if self.key else ""
        seen = f", seen: {self.seen}" if self.seen else ""
        return " ".join(f"{named}{self.asks}{seen}{self._answers()}".split())

    def __str__(self) -> str:
        return f"{self.where}: {self.note}"

    def finding(self) -> Finding:
        """The question as the reason why something is refused."""
        seen = f" (seen: {self.seen})" if self.seen else ""
        fix = self._answers()[2:-1] or None
        return Finding(code=self.code, where=self.where, message=f"{self.asks}{seen}", fix=fix)

    def _answers(self) -> str:
        """`` (`column` Plăți: 2,352 lei; or `column` Prevederi: 2,500 lei) ``; the option alone without choices."""
        if not self.choices:
            return f" (`{self.option}`)" if self.option else ""
        each = (
            f"`{name}` {choice.answer}" if (name := choice.option or self.option) else choice.answer
            for choice in self.choices
        )
        gives = (f": {choice.gives}" if choice.gives else "" for choice in self.choices)
        return f" ({'; or '.join(map(''.join, zip(each, gives, strict=True)))})"


class QuestionError(RefusedError):
    """A reader cannot go on without an answer. Carries at least one question; nothing was changed."""

    def __init__(self, *questions: Question) -> None:
        super().__init__(*(question.finding() for question in questions))
        self.questions = questions


def open_in(data: bytes) -> tuple[str, ...]:
    """The questions that the lines of a slide's file still hold."""
    if MARK.encode() not in data:
        return ()
    lines = (line.strip() for line in data.decode(errors="replace").splitlines())
    return tuple(line.removeprefix(MARK).strip() for line in lines if line.startswith(MARK))
