"""The jailed child process: runs one importer, and speaks only over its two pipes.

`python -m control_server.sources.child PARENT READER`. Decides the order: the child loads the importer,
gives up every right it has, says "ready", and only then reads the first byte that others wrote. Leaves out what may be
fetched and which files are accepted: both are decided by the keeper (`jail`).
"""

import sys
import traceback
from typing import BinaryIO

import msgspec

from config.system import confinement, lifeline
from content.findings import RefusedError, refused
from content.imports import shown_tables
from content.imports.conversation import Context, Importer, Told, with_questions
from content.imports.options import chosen
from content.imports.registry import importer
from content.pack.parse import parse
from content.phrases import said
from control_server.sources.protocol import MAX_INTO_JAIL, Assignment, ReaderMessage, encoded, received

_TRACE = 4_000
"""Characters of a traceback that are sent: its end."""


def main() -> None:
    """Runs until the conversation has ended in files or a refusal, or the keeper has hung up."""
    parent, reader = sys.argv[1:]
    lifeline.die_with_parent(int(parent))
    into, out = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # what a library prints must not stand between two messages
    try:
        loaded = importer(reader)
        confinement.reader()
        _send(out, ReaderMessage(ready=True))
        _send(out, _conversed(loaded, into, out))
    except RefusedError as error:
        _send(out, ReaderMessage(refused=error.findings))
    except MemoryError:
        _send(out, _out_of_memory())
    except EOFError:
        pass  # the keeper has hung up


def _conversed(loaded: Importer, into: BinaryIO, out: BinaryIO) -> ReaderMessage:
    """The last message of a conversation with the importer. Raises RefusedError, EOFError, MemoryError."""
    assignment = received(into, Assignment, MAX_INTO_JAIL)
    try:
        context = Context(parse(assignment.files), assignment.files, assignment.now)
        options = chosen(assignment.options, loaded.options)
        conversation = with_questions(loaded.converse(assignment.source, options, context))
        sources: list[Told] = []
        try:
            ask = next(conversation)
            while True:
                _send(out, ReaderMessage(ask=ask))
                told = received(into, Told, MAX_INTO_JAIL)
                if assignment.tables:
                    sources.append(told)
                ask = conversation.send(told)
        except StopIteration as end:
            done = end.value
            if assignment.tables:
                done = msgspec.structs.replace(done, tables=shown_tables.shown(sources, done))
            return ReaderMessage(done=done)
    except (RefusedError, EOFError, MemoryError):
        raise
    except Exception as error:  # a reader's bug costs one import, in one sentence
        failure = refused(
            "reader",
            assignment.source,
            said("could not be read ({name__}: {error})", name__=type(error).__name__, error=str(error)[:200]),
        )
        return ReaderMessage(refused=failure.findings, trace=traceback.format_exc()[-_TRACE:])


def _out_of_memory() -> ReaderMessage:
    most = confinement.MEMORY // 1_000_000
    return ReaderMessage(
        refused=refused("jail", "the source", said("takes more than {most:,} MB of memory to read", most=most)).findings
    )


def _send(out: BinaryIO, message: ReaderMessage) -> None:
    out.write(encoded(message))
    out.flush()


if __name__ == "__main__":
    main()
