"""The jailed child: holds one conversation with an importer, answering only over its two pipes.

`python -m control_server.sources.child PARENT READER`. Decides the order: load the importer, give everything up,
say "ready", and only then hear the first byte that others wrote. Leaves out what may be fetched and what the figures
are good for: the keeper's (`jail`).
"""

import sys
import traceback
from typing import Any, BinaryIO

from config.system import confinement, lifeline
from content.findings import RefusedError, refused
from content.imports.conversation import Context, Told
from content.imports.options import chosen
from content.imports.registry import importer
from content.pack.parse import parse
from control_server.sources.protocol import MAX_TOLD, Said, Task, encoded, heard

_TRACE = 4_000


def main() -> None:
    """Until the conversation ends, one way or the other."""
    parent, reader = sys.argv[1:]
    lifeline.die_with_parent(int(parent))
    into, out = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # what a library prints must not stand between two messages
    try:
        found = importer(reader)
        confinement.reader()
        _say(out, Said(ready=True))
        _say(out, _held(found, into, out))
    except RefusedError as error:
        _say(out, Said(refused=error.findings))
    except MemoryError:
        _say(out, _outgrown())
    except EOFError:
        pass  # the keeper has lost interest


def _held(found: Any, into: BinaryIO, out: BinaryIO) -> Said:
    task = heard(into, Task, MAX_TOLD)
    try:
        context = Context(parse(task.files), task.files, task.now)
        conversation = found.converse(task.source, chosen(task.options, found.options), context)
        try:
            ask = next(conversation)
            while True:
                _say(out, Said(ask=ask))
                ask = conversation.send(heard(into, Told, MAX_TOLD))
        except StopIteration as end:
            return Said(done=end.value)
    except (RefusedError, EOFError, MemoryError):
        raise
    except Exception as error:  # a reader's bug costs one import, in one sentence
        failure = refused("reader", task.source, f"could not be read ({type(error).__name__}: {str(error)[:200]})")
        return Said(refused=failure.findings, trace=traceback.format_exc()[-_TRACE:])


def _outgrown() -> Said:
    most = confinement.MEMORY // 1_000_000
    return Said(refused=refused("jail", "the source", f"takes more than {most:,} MB of memory to read").findings)


def _say(out: BinaryIO, said: Said) -> None:
    out.write(encoded(said))
    out.flush()


if __name__ == "__main__":
    main()
