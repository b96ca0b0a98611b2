"""What is wrong with an input, in one sentence a person can act on; and what kinds of refusals there are.

Decides the shape of a finding, the closed set of codes, the exceptions that carry findings, and what each exception is
to a caller: an HTTP status and an exit code. Which findings there are is decided where the rule lives.
"""

from typing import Literal, NamedTuple

import msgspec

from content import phrases
from content.phrases import Phrase, Values


class Finding(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=False):
    """One fault of an input.

    `where` is a place that a person can open: `slides/x.yaml:$.title.ro`, a file, an address. `message` is one sentence
    that says what was found and what was expected. `fix` says what would mend it, where that is known. `code` is one of
    `CODES`. `values` are what the sentence says beside its own words, by name, for who says it in another language; of
    a code with several sentences `form` names the one that is meant. `phrases` are how `message` and `fix` were made.
    """

    level: Literal["error", "warning"] = "error"
    code: str
    where: str
    message: str
    display: str | None = None
    lang: str | None = None
    fix: str | None = None
    values: Values = {}
    phrases: tuple[Phrase, ...] = ()

    def __post_init__(self) -> None:
        phrases.keep(self, "message", "fix")

    def __hash__(self) -> int:
        return hash((self.level, self.code, self.where, self.message, self.display, self.lang))

    def __str__(self) -> str:
        concerns = ", ".join(part for part in (self.display, self.lang) if part)
        sentence = f"{self.where}: {self.message}" + (f" ({concerns})" if concerns else "")
        return f"{sentence}; to mend it: {self.fix}" if self.fix else sentence


class RefusedError(Exception):
    """An input is refused; nothing was changed. Carries at least one finding.

    Its subclasses are refused for another reason than the input.
    """

    def __init__(self, *findings: Finding) -> None:
        super().__init__("; ".join(map(str, findings)))
        self.findings = findings


class NotFoundError(RefusedError):
    """What was asked for is not there."""


class NotPublicError(RefusedError):
    """What was asked for is for staff."""


class ConflictError(RefusedError):
    """What was asked for cannot be done in the state the server is in: it has no pack, or another city's."""


class MovedError(RefusedError):
    """What was to be changed is no longer what the caller last read."""


class UnconditionalError(RefusedError):
    """A change was sent without saying of what it is a change."""


class BusyError(RefusedError):
    """Too many ask at the same time; it may be asked again in a moment."""


class TooOftenError(RefusedError):
    """Somebody has been wrong too often; it may be tried again after `wait_s` seconds."""

    wait_s = 60


class StandbyError(RefusedError):
    """This server serves what is published; another one on the same database takes changes."""


class TroubleError(RefusedError):
    """The machine, not the input: the database or a render worker fails."""


class DiskError(TroubleError):
    """A disk is full, fails, or cannot be written."""


class Answer(NamedTuple):
    """What a refusal is to a caller: the status of an HTTP answer, and the exit code of a command."""

    status: int
    exit_code: int


ANSWERS: dict[type[RefusedError], Answer] = {
    RefusedError: Answer(422, 1),
    NotPublicError: Answer(401, 1),
    NotFoundError: Answer(404, 1),
    ConflictError: Answer(409, 1),
    MovedError: Answer(412, 1),
    UnconditionalError: Answer(428, 1),
    BusyError: Answer(503, 3),
    TooOftenError: Answer(429, 3),
    StandbyError: Answer(503, 3),
    TroubleError: Answer(503, 3),
    DiskError: Answer(507, 3),
}
"""The one table from a kind of refusal to what a caller is told."""

_OTHER_THAN_INPUT: dict[str, type[RefusedError]] = {
    "public": NotPublicError,
    "unknown": NotFoundError,
    "pack": ConflictError,
    "city": ConflictError,
    "moved": MovedError,
    "older": ConflictError,
    "unconditional": UnconditionalError,
    "busy": BusyError,
    "often": TooOftenError,
    "standby": StandbyError,
    "database": TroubleError,
    "render": TroubleError,
    "disk": DiskError,
}
_OF_THE_GATE = """
    aged airtime alt as-of cedilla clocks-change coarse colour-only contrast dark dates difficult draft
    ends-within expiry flat future headline-figure hundred idle label language-empty language-missing legal
    licence long-headline long-sentence long-text long-word masked never-shown not-large over percent period
    question qr-fine qr-size repeated short-address short-host slipped soon-stale source stage stage-named stale
    starved telephone too-long topic twin unused way link link-host feed
"""
_OF_READING = """
    address balance break broker budget calendar campaigns chart choice ckan cofog column csv dataset date
    differs draw duplicate encoding execution export fetch file fiscal fit formula gbfs geojson gtfs jail json
    key language left-out letter limit lock manifest map newer number option origin parent partial path
    picture placeholder port previous proof qr reader reference section server sheet side size skipped smil status
    store sum table time token transfer unit unkept value window wire withdrawn workbook xibo xml yaml year
"""
_OF_PEOPLE = """
    administrator audit backup invitation name oidc own passkey password reason rights seen step tls
"""
CODES: dict[str, type[RefusedError]] = {
    code: _OTHER_THAN_INPUT.get(code, RefusedError)
    for code in sorted({*_OTHER_THAN_INPUT, *_OF_THE_GATE.split(), *_OF_READING.split(), *_OF_PEOPLE.split()})
}
"""Every code a finding may have, and what is raised for it. The set is closed: docs/gate.md says what each means."""


def refused(code: str, where: str, message: str, **values: str | int | float) -> RefusedError:
    """The common case: one error, ready to raise, of the kind that the code stands for."""
    return CODES[code](Finding(code=code, where=where, message=message, values=values))


def refusal(*findings: Finding) -> RefusedError:
    """What carries these findings: of the kind of the first code that stands for another than a refused input."""
    kinds = (CODES.get(finding.code, RefusedError) for finding in findings)
    kind = next((kind for kind in kinds if kind is not RefusedError), RefusedError)
    return kind(*findings)


def answer(error: RefusedError) -> Answer:
    """What the refusal is to a caller."""
    return next(ANSWERS[kind] for kind in type(error).__mro__ if kind in ANSWERS)
