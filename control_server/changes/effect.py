"""What a change would do to the glass: frames before and after, plans, new findings; and the digest that is approved.

Decides what is compared and what the digest is over. Leaves out who approves it (`desk`).
"""

from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256

import msgspec

from content.findings import Finding
from content.pack.alert import ALERTS
from content.wire import Frame, Manifest
from control_server.publishing.candidate import Candidate


class FrameChange(msgspec.Struct, frozen=True, kw_only=True):
    """A frame that would be another: its pictures by SHA-256, None where there was none or would be none.

    `displays` are those on which it would be so, `width` and `height` its pixels.
    """

    slide: str
    lang: str
    before: str | None
    after: str | None
    width: int
    height: int
    displays: tuple[str, ...]


class ChangeEffect(msgspec.Struct, frozen=True, kw_only=True):
    """What a change would do.

    `digest` names all of it: what every display concerned would be told, and the files themselves. `displays` are those
    that would be told something else, `plans` those of them on which something else would play, or at other times;
    `findings` are what the gate would say that it does not say now.
    """

    digest: str
    frames: tuple[FrameChange, ...]
    displays: tuple[str, ...]
    plans: tuple[str, ...]
    findings: tuple[Finding, ...]


def of(candidate: Candidate, files: Mapping[str, bytes | None]) -> ChangeEffect:
    """The effect of these edits, prepared as the candidate."""
    known = set(candidate.base.findings)
    differences = candidate.differences()
    frames: dict[_Frame, list[str]] = {}
    for each in differences:
        after = candidate.programmes[candidate.told[each.display].programme].programme
        before = candidate.base.programme(each.display) if each.display in candidate.base.latest else None
        for slide, lang in (*each.changed, *each.added, *each.removed):
            pictures = _asset(before.frames if before else {}, slide, lang), _asset(after.frames, slide, lang)
            if pictures[0] != pictures[1]:
                frames.setdefault((slide, lang, *pictures, after.width, after.height), []).append(each.display)
    return ChangeEffect(
        digest=digest(candidate, files),
        frames=tuple(
            FrameChange(
                slide=slide, lang=lang, before=was, after=now, width=width, height=height, displays=tuple(displays)
            )
            for (slide, lang, was, now, width, height), displays in sorted(
                frames.items(), key=_order(candidate.pack.city.languages)
            )
        ),
        displays=tuple(each.display for each in differences),
        plans=tuple(each.display for each in differences if each.plan),
        findings=tuple(finding for finding in candidate.findings if finding not in known),
    )


def digest(candidate: Candidate, files: Mapping[str, bytes | None]) -> str:
    """SHA-256 (hex) over the edits, and over what each display would be told that is told something else now.

    Whatever others publish meanwhile, it stays the same as long as it would look the same. Of alerts alone it is over
    their own frames: what else their displays are told does not show while they are on.
    """
    whole = sha256()
    alerts = {path[len(ALERTS) : -len(".yaml")] for path in files if path.startswith(ALERTS)}
    only_alerts = len(alerts) == len(files)
    for path in sorted(files):
        body = files[path]
        whole.update(f"{path}\0{'' if body is None else sha256(body).hexdigest()}\n".encode())
    for display, told in sorted(candidate.told.items()):
        latest = candidate.base.latest.get(display)
        if only_alerts:
            frames = (
                candidate.programmes[told.programme].programme.frames if told.programme in candidate.programmes else {}
            )
            own = {name: frames[name] for name in sorted(alerts & frames.keys())}
            whole.update(f"{display}\0".encode() + msgspec.json.encode(own, order="sorted") + b"\n" if own else b"")
        elif latest is None or _told(latest.manifest) != _told(told):
            whole.update(f"{display}\0".encode() + _told(told) + b"\n")
    return whole.hexdigest()


def _told(manifest: Manifest) -> bytes:
    """What it says of what is shown: not its version and dates."""
    return msgspec.json.encode([manifest.programme, manifest.hours, manifest.phase])


def _asset(frames: Mapping[str, Mapping[str, Frame]], slide: str, lang: str) -> str | None:
    frame = frames.get(slide, {}).get(lang)
    return frame.asset if frame else None


_Frame = tuple[str, str, str | None, str | None, int, int]


def _order(langs: Sequence[str]) -> Callable[[tuple[_Frame, list[str]]], tuple[str, int, int]]:
    """By slide; of each the largest format first, then the languages as the city has them."""

    def key(item: tuple[_Frame, list[str]]) -> tuple[str, int, int]:
        slide, lang, _, _, width, height = item[0]
        return slide, -width * height, langs.index(lang) if lang in langs else len(langs)

    return key
