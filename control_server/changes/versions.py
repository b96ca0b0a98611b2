"""The files of a change, beside what they were when it was made and before it was published, and what they are now.

Decides what is carried over silently and what others have published otherwise. Leaves out who chooses then (`desk`) and
how two versions become one (`merging`).
"""

from collections.abc import Mapping
from typing import NamedTuple

from content.findings import refused
from content.phrases import said
from control_server.publishing.candidate import Candidate
from control_server.storage import documents
from control_server.storage.changes import Change, Files
from control_server.storage.database import Database


class Versions(NamedTuple):
    """A file of a change: as it was when the change was made, as the change has it, and as it is published now."""

    base: bytes | None
    mine: bytes | None
    published: bytes | None


async def conflicts(database: Database, change: Change, now: Mapping[str, bytes]) -> dict[str, Versions]:
    """The files of the change that others have published otherwise since it was made, by path."""
    was = await documents.bodies_at(database, change.save.base, change.files.keys())
    return {
        path: Versions(was.get(path), body, now.get(path))
        for path, body in change.files.items()
        if now.get(path) not in (was.get(path), body)
    }


async def carried_over(database: Database, change: Change, now: Mapping[str, bytes]) -> dict[str, bytes]:
    """What is published now, with the change. Raises MovedError when others have published the same files."""
    if both := sorted(await conflicts(database, change, now)):
        message = said(
            "edits {both}, which was published otherwise since; expected both to be looked at", both=", ".join(both)
        )
        raise refused("moved", change.name, message, form="published")
    files = {path: body for path, body in now.items() if path not in change.files}
    return files | {path: body for path, body in change.files.items() if body is not None}


async def before(database: Database, change: Change) -> Files:
    """Its files as they were before it was published. Raises RefusedError (`step`) where nothing was."""
    if change.publication is None:
        raise refused("step", change.name, said("is {state}, expected a published change", state=change.state))
    if change.publication.revision is None:
        raise refused("step", change.name, "changed nothing when it was published, expected one that did")
    was = await documents.bodies_at(database, change.publication.revision - 1, change.files.keys())
    return {path: was.get(path) for path in change.files}


async def inverse(database: Database, change: Change, now: Mapping[str, bytes]) -> Files:
    """The edits that take a published change back. Raises MovedError when what it wrote was changed since."""
    touched = sorted(path for path, body in change.files.items() if now.get(path) != body)
    if touched:
        raise refused(
            "moved",
            change.name,
            said("wrote {touched}, which was changed since; expected it as it was", touched=", ".join(touched)),
        )
    return await before(database, change)


async def shown_otherwise(database: Database, undoing: Candidate, change: Change) -> list[str]:
    """The slides that taking the change back would bring to a display, of which others have changed a file since.

    What was approved was their removal from there, and their new files where they are shown.
    """
    shown = {slide.partition(".")[0] for each in undoing.differences() for slide, _ in (*each.changed, *each.added)}
    slides = shown & undoing.pack.slides.keys()
    needs = {slide: {f"slides/{slide}.yaml", *undoing.pack.slides[slide].files()} for slide in sorted(slides)}
    paths = {path for each in needs.values() for path in each}
    assert change.publication and change.publication.revision  # `before` has refused others
    was = await documents.bodies_at(database, change.publication.revision - 1, paths)
    return [slide for slide, own in needs.items() if any(undoing.files.get(path) != was.get(path) for path in own)]
