"""What the API says of changes: in a list, whole, what one would do, and where it is not of one mind with others.

Decides the fields. Leaves out what they mean (`changes`).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, NamedTuple

import msgspec

from content.findings import Finding
from control_server.changes.coming import ComingDays
from control_server.changes.figures import MovedFigures
from control_server.changes.merging import Disagreement
from control_server.changes.outlook import Outlook
from control_server.changes.versions import Versions
from control_server.http import change_files
from control_server.http.change_files import FileBody
from control_server.http.errors import LISTED
from control_server.storage.changes import Change, ChangeStep, Comment, SavedVersion, State


class ListedChange(msgspec.Struct, frozen=True, kw_only=True):
    """A change in a list. `author` is `person:ID`, `api` or `feed:ID`; of `author_name` nothing is known of programs.

    `version` is the number of what was saved last, `at` when the last step was taken (UTC); `files` are the paths that
    it edits: of what a program published they are in the change alone.
    """

    id: str
    title: str
    state: State
    author: str
    author_name: str
    began: datetime
    at: datetime
    version: int
    files: tuple[str, ...]
    undoes: str | None


class ChangeAnswer(ListedChange, frozen=True, kw_only=True):
    """A change as it stands.

    `submitted` is the digest of what was submitted last, `approvals` who has approved that, `makers` who saved a
    version and so may not. `offered` are the steps that who asks may take now. `names` are those of the people here.
    """

    base: int
    submitted: str
    approvals: tuple[str, ...]
    makers: tuple[str, ...]
    versions: tuple[SavedVersion, ...]
    steps: tuple[ChangeStep, ...]
    comments: tuple[Comment, ...]
    offered: tuple[str, ...]
    names: dict[str, str]


def listed(change: Change, names: Mapping[str, str]) -> ListedChange:
    return ListedChange(**_head(change, names))


class AboutChange(NamedTuple):
    """What is known of a change beside itself."""

    makers: Collection[str]
    versions: Sequence[SavedVersion]
    comments: Sequence[Comment]
    offered: Sequence[str]
    names: Mapping[str, str]


def whole(change: Change, about: AboutChange) -> ChangeAnswer:
    makers, versions, comments, offered, names = about
    here = {change.author, *(each.by for each in versions), *(each.by for each in comments)}
    here |= {step.by for step in change.steps}
    return ChangeAnswer(
        **_head(change, names),
        base=change.save.base,
        submitted=change.submitted,
        approvals=tuple(step.by for step in change.approvals),
        makers=tuple(sorted(makers)),
        versions=tuple(versions),
        steps=change.steps,
        comments=tuple(comments),
        offered=tuple(offered),
        names={who: name for who, name in names.items() if who in here},
    )


def _head(change: Change, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": change.id,
        "title": change.title,
        "state": change.state,
        "author": change.author,
        "author_name": names.get(change.author, ""),
        "began": change.began,
        "at": change.steps[-1].at,
        "version": change.save.number,
        "files": tuple(sorted(change.files)),
        "undoes": change.undoes,
    }


# --- the effect ------------------------------------------------------------------------------------------------------


class FrameEffect(msgspec.Struct, frozen=True, kw_only=True):
    """A frame that would be another: SHA-256 and address of its picture before and after, null where there is none.

    `difference` is the address of a picture of what differs, `displays` are those on which it would be so.
    """

    slide: str
    lang: str
    before: str | None
    after: str | None
    before_picture: str | None
    after_picture: str | None
    difference: str | None
    width: int
    height: int
    displays: tuple[str, ...]


class AskedApprovals(msgspec.Struct, frozen=True, kw_only=True):
    """How many other people must approve, the kinds of slides and tags of displays that ask for so many."""

    approvals: int
    kinds: tuple[str, ...]
    tags: tuple[str, ...]


class EffectAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What a change would do if it were published now, at `revision` of the pack; worked out `at` (UTC).

    `digest` is what is approved. `frames` are a part of those that would be others, `frames_in_all` how many there are;
    of `findings`, which the gate would newly say, the first hundred. `displays` would be told something else, on
    `plans` something else would play, or at other times.
    """

    digest: str
    version: int
    revision: int
    frames: tuple[FrameEffect, ...]
    frames_in_all: int
    displays: tuple[str, ...]
    plans: tuple[str, ...]
    findings: tuple[Finding, ...]
    findings_in_all: int
    coming: ComingDays
    figures: tuple[MovedFigures, ...]
    asked: AskedApprovals
    at: datetime


def effect(change: Change, revision: int, outlook: Outlook, first: int, many: int) -> EffectAnswer:
    """With the frames from number `first` (0) on, `many` of them."""
    does, asked = outlook.effect, outlook.asked
    frames = does.frames[first : first + many]
    return EffectAnswer(
        digest=does.digest,
        version=change.save.number,
        revision=revision,
        frames=tuple(
            FrameEffect(
                slide=frame.slide,
                lang=frame.lang,
                before=frame.before,
                after=frame.after,
                before_picture=_address(frame.before),
                after_picture=_address(frame.after),
                difference=_address(frame.before, frame.after) if frame.before and frame.after else None,
                width=frame.width,
                height=frame.height,
                displays=frame.displays,
            )
            for frame in frames
        ),
        frames_in_all=len(does.frames),
        displays=does.displays,
        plans=does.plans,
        findings=does.findings[:LISTED],
        findings_in_all=len(does.findings),
        coming=outlook.coming,
        figures=outlook.figures,
        asked=AskedApprovals(approvals=asked.approvals, kinds=asked.kinds, tags=asked.tags),
        at=outlook.at,
    )


def _address(*digests: str | None) -> str | None:
    return f"/api/frames/{'/'.join(digest for digest in digests if digest)}" if all(digests) else None


# --- two versions ----------------------------------------------------------------------------------------------------


class ContestedPlace(msgspec.Struct, frozen=True, kw_only=True):
    """A value that two versions say differently: where it stands (empty: the whole file), and what each says there.

    Where `both` have changed it somebody must choose; else it is the `side`'s that has.
    """

    place: str
    base: str | None
    mine: str | None
    published: str | None
    both: bool
    side: Literal["mine", "published"]


class ContestedFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file that was published otherwise since the change was made: as it was then, as the change has it, as it is."""

    path: str
    base: FileBody
    mine: FileBody
    published: FileBody
    places: tuple[ContestedPlace, ...]


class ConflictsAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """The contested files of a `version` of the change at a `revision` of the pack; none where all is carried over."""

    version: int
    revision: int
    files: tuple[ContestedFile, ...]


def contested(path: str, versions: Versions, places: Iterable[Disagreement]) -> ContestedFile:
    base, mine, published = (change_files.text_of(body) for body in versions)
    own = tuple(ContestedPlace(**place._asdict()) for place in places)
    return ContestedFile(path=path, base=base, mine=mine, published=published, places=own)
