"""What the page of a reading shows: how findings are grouped, which playlists there are, what is still open.

Pure. Leaves out what was read (`sources.reading`) and the steps (`source_page`).
"""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec

from content.findings import Finding
from content.imports.calls import LONGEST_ASK
from content.pack.model import Pack
from content.readers.calls.headline import LONGEST_TITLE
from content.readers.calls.proposal import LONGEST_BODY
from control_server.publishing.published import Published
from control_server.sources import reading
from control_server.sources.reading import Reading, ReadingRequest
from control_server.storage.errands import Errand
from control_server.studio import finding_words, source_form

LIMITS = {"title": LONGEST_TITLE, "body": LONGEST_BODY, "ask": LONGEST_ASK}
"""Characters that a passer-by reads of a notice or a call, by key."""
_NUMBER = re.compile(r"\(?[-–+]?\d[\d.,\s]*\)?\s*%?")
"""A cell that is written to the right."""
_MOST_TEXT = 6_000
"""Characters of a notice that are shown beside what was read of it."""
_SLIDES_OF = {
    "budget": "budget",
    "dataset": "dataset",
    "places": "dataset",
    "calls": "consultation",
    "notice": "notice",
    "calendar": "",
}
"""What a person has → the kind of slide that comes of it."""
_RECONCILES = frozenset({"unit", "year", "status", "balance", "sum", "total", "city", "surplus", "partial"})
_LEFT_OUT = frozenset({"left-out", "skipped", "not-made", "withdrawn", "limit", "unkept"})
"""Codes of findings by what they are about; all others are to be looked at."""


def shown(errand: Errand, asked: ReadingRequest, result: Reading, published: Published) -> dict[str, Any]:
    """What the page of a reading that is done shows."""
    proposal = reading.proposed(result.imported, asked, published.city_pack().city.languages)
    told: dict[str, list[Finding]] = {"reconciles": [], "left_out": [], "look": []}
    for finding in result.imported.findings:
        group = "reconciles" if finding.code in _RECONCILES else "left_out" if finding.code in _LEFT_OUT else "look"
        if finding.code != "draft":  # each draft is on the page, with what it lacks
            told[group].append(finding)
    open_values = sum(len(draft.open) for draft in proposal.drafts)
    return {
        "reading": result,
        "text": _text(errand, asked),
        "faulty": any(draft.faults for draft in proposal.drafts),
        "drafts": {draft.id: draft for draft in proposal.drafts},
        "questions": [(each, source_form.free(asked, each)) for each in proposal.questions],
        "options": source_form.groups(asked, proposal.questions),
        "told": told,
        "limits": LIMITS,
        "number": lambda text: _NUMBER.fullmatch(text) is not None,
        "open": len(proposal.questions) + open_values,
        "brings": bool(proposal.imported.files),
        "playlists": _playlists(published.city_pack()),
    }


def _text(errand: Errand, asked: ReadingRequest) -> str:
    """The notice that was handed over, to be compared with what was read of it; empty for all else."""
    if asked.what != "notice":
        return ""
    data = msgspec.msgpack.decode(errand.files, type=dict[str, bytes]).get(asked.source, b"")
    return data.decode(errors="replace")[:_MOST_TEXT]


class ToldFinding(NamedTuple):
    """What is said once: of how many slides and in which languages, and in the reader's language where it is known."""

    finding: Finding
    slides: int
    langs: tuple[str, ...]
    sentence: str


def together(findings: Sequence[Finding], lang: str) -> list[ToldFinding]:
    """Findings that say the same of several slides or languages once."""
    groups: dict[tuple[str, ...], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.code, finding_words.shown(finding, lang)), []).append(finding)
    return [
        ToldFinding(
            same[0],
            len({each.where.partition(":")[0] for each in same}),
            tuple(dict.fromkeys(each.lang for each in same if each.lang)),
            finding_words.shown(same[0], lang),
        )
        for same in groups.values()
    ]


def _playlists(pack: Pack) -> list[tuple[str, str, int]]:
    """The id of each playlist, what people call it, and how many slides it has."""
    lang = pack.city.languages[0]
    return [
        (each.id, pack.city.name_of(each.name, lang) if each.name else each.id, len(each.slides))
        for each in pack.playlists.values()
    ]


def playlist_of(pack: Pack, what: str) -> str:
    """The playlist that has most slides of that kind already, or the only one; else none."""
    own = {
        each.id: sum(pack.slides[slide].kind == _SLIDES_OF[what] for slide in each.slides if slide in pack.slides)
        for each in pack.playlists.values()
    }
    best = max(own, key=lambda playlist: own[playlist], default="")
    return best if best and (own[best] or len(own) == 1) else ""
