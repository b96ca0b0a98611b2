"""Bringing a source into a pack: a conversation that asks for addresses and ends with files of the pack.

Pure: a conversation is a generator that yields what it wants fetched (`Ask`) and is sent what came back (`Told`); who
fetches, from where it may, and in which jailed process the conversation runs is `control_server.sources`' to decide.
Bytes become figures in `readers`; here figures become data files and slides.
"""

from collections.abc import Callable, Generator, Mapping
from datetime import datetime
from typing import Annotated, Any, NamedTuple

import msgspec

from content import phrases
from content.findings import Finding
from content.pack.model import Pack
from content.phrases import Phrase
from content.questions import Question, QuestionError

_Most = msgspec.Meta(max_length=5_000)
"""Of files, slides or findings. Looked at before they are unpacked: 60 MB of empty names would take gigabytes."""
MOST_TABLES, MOST_ROWS, MOST_COLUMNS = 4, 40, 14
"""Of what is shown of a source."""


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """One address to fetch (GET, or POST of `body` as JSON); or the path of the file the person named."""

    address: str
    body: bytes | None = None
    accept: str = "*/*"


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What came back: `address` after redirects, `status` of HTTP (200 for a file), `kind` as `text/csv`."""

    address: str
    status: int = 200
    kind: str = ""
    body: bytes = b""


class Reckoning(msgspec.Struct, frozen=True, kw_only=True):
    """How one figure of a slide was reached.

    `figure` is its name on the slide and `value` as it stands there, `how` the arithmetic, `cells` where in the source
    its parts were read.
    """

    slide: str
    figure: str
    value: str
    how: str
    cells: tuple[str, ...] = ()
    phrases: tuple[Phrase, ...] = ()

    def __post_init__(self) -> None:
        phrases.keep(self, "figure", "value", "how")


class ShownRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row by its number in the file (from 1). `gap` is how many rows before it are not shown."""

    number: int
    cells: Annotated[tuple[str, ...], msgspec.Meta(max_length=MOST_COLUMNS)]
    gap: int = 0
    read: bool = False


class ShownTable(msgspec.Struct, frozen=True, kw_only=True):
    """One table of a source: the columns by their letters, those that were `read`, and how many rows there are."""

    where: str
    columns: Annotated[tuple[str, ...], msgspec.Meta(max_length=MOST_COLUMNS)]
    rows: Annotated[tuple[ShownRow, ...], msgspec.Meta(max_length=MOST_ROWS)]
    read: Annotated[tuple[str, ...], msgspec.Meta(max_length=MOST_COLUMNS)] = ()
    rows_in_all: int = 0


class Imported(msgspec.Struct, frozen=True, kw_only=True):
    """Files of the pack (path to bytes) to add or replace, the ids of the slides among them, and what to look at.

    Slides that a person must finish are in `drafts/<id>.yaml`: not part of what is published. `findings` are warnings;
    what cannot be imported at all is raised as RefusedError. `renewed` are the slides and drafts among `files` that an
    earlier import wrote and nobody has edited since: what a person wrote is never among them.

    `questions` is the one list of what a person must still say. Without files, nothing could be read before it is said;
    with them, the slides concerned are drafts. The same import, answered, gives the same files.
    `reckonings` say how the figures of the slides were reached; `tables` are of the source, where they were asked for.
    """

    files: Annotated[dict[str, bytes], _Most]
    slides: Annotated[tuple[str, ...], _Most] = ()
    findings: Annotated[tuple[Finding, ...], _Most] = ()
    renewed: Annotated[tuple[str, ...], _Most] = ()
    questions: Annotated[tuple[Question, ...], _Most] = ()
    reckonings: Annotated[tuple[Reckoning, ...], _Most] = ()
    tables: Annotated[tuple[ShownTable, ...], msgspec.Meta(max_length=MOST_TABLES)] = ()


class Context(NamedTuple):
    """What a conversation may know: the pack it imports into, all of that pack's files, and the time (UTC)."""

    pack: Pack
    files: Mapping[str, bytes]
    now: datetime


Conversation = Generator[Ask, Told, Imported]


class Importer(NamedTuple):
    """`options` is the struct of what a person may choose (all with defaults); `converse(source, options, context)`."""

    options: type[msgspec.Struct]
    converse: Callable[[str, Any, Context], Conversation]


def with_questions(conversation: Conversation) -> Conversation:
    """The same conversation; where its reader cannot go on without an answer, it ends with the questions."""
    try:
        return (yield from conversation)
    except QuestionError as error:
        return Imported(files={}, questions=error.questions)


def held(conversation: Conversation, answer: Callable[[Ask], Told]) -> Imported:
    """Holds a conversation to its end, with the answers of `answer`. Raises RefusedError and what `answer` raises."""
    conversation = with_questions(conversation)
    try:
        ask = next(conversation)
        while True:
            ask = conversation.send(answer(ask))
    except StopIteration as end:
        imported: Imported = end.value
        return imported
