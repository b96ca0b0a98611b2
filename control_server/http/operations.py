"""What each address of the API takes and answers, with the types that the handlers use.

Decides, route by route, parameters, bodies and answers; a test holds it to the table of routes. Leaves out how a
document is made of it (`openapi`), and what a person must be allowed (`routes`).
"""

from datetime import datetime
from typing import Any, Literal, NamedTuple, get_args, get_type_hints

import msgspec

from config.settings import Enrolment
from content import wire
from content.explain.explanation import Explanation
from content.findings import Finding
from content.pack.model import Panel
from content.pack.slides import authored
from content.questions import Question
from control_server.http import public
from control_server.http.airtime_report import AirtimeAnswer
from control_server.http.alert_api import AlertAnswer, AlertOrder, AlertsAnswer, AlertSeen
from control_server.http.change_answers import ChangeAnswer, ConflictsAnswer, EffectAnswer, ListedChange
from control_server.http.change_files import FileBodies
from control_server.http.change_steps import BEGIN, STEPS
from control_server.http.change_steps_api import Approval, GivenReason, NewComment
from control_server.http.changes_api import NewChange, Resolution
from control_server.http.contents_api import ListedCampaign, ListedPlaylist, ListedSlide, PastSlide
from control_server.http.health_api import AlarmsAnswer
from control_server.http.people_api import (
    AccountAnswer,
    GrantedRights,
    InvitationAnswer,
    ListedPerson,
    PersonAnswer,
)
from control_server.http.readings_api import NewReading, ReadingAnswer, ReadingAnswers
from control_server.http.status_card import Card
from control_server.sources.feeds import FeedState
from control_server.sources.importing import ImportRequest, ImportResult
from control_server.storage.audit import AuditRow
from control_server.storage.changes import State

JSON, YAML, PNG, TEXT = "application/json", "application/yaml", "image/png", "text/plain"
CSV = "text/csv"
BINARY = "application/octet-stream"
JSONL = "application/jsonl"
STREAM = "text/event-stream"

BYTES: dict[str, Any] = {}
"""The schema of a body that is no text (OpenAPI 3.1 §4.8.14.2)."""
_TEXT, _OBJECT = {"type": "string"}, {"type": "object"}


class ShownTime(msgspec.Struct, frozen=True, kw_only=True):
    """From when to when a glass shows something. Instants have the offset of the display's time zone."""

    since: datetime
    until: datetime
    slide: str | None
    lang: str | None
    campaign: str | None
    state: Literal["showing", "neutral", "off"]


class PublishedAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What was published: how many displays and warnings there are, and the first hundred of each."""

    revision: int
    displays: int
    versions: dict[str, tuple[int, int]]
    warnings: list[Finding]
    warnings_in_all: int


class ChecksAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What the gate finds in that revision of the pack."""

    revision: int
    findings: list[Finding]


class ProgressAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """How many of the frames that are asked for are drawn."""

    drawn: int
    needed: int


class RefusalAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """Every error: a sentence, and of what is wrong with an input the first hundred findings. An import may ask."""

    error: str
    findings: list[Finding]
    findings_in_all: int
    questions: list[Question] = []


def _some(name: str, kind: type, fields: tuple[str, ...], **other: Any) -> Any:
    """The type of what anyone is told of a value: these fields of it, and `other` as they are told."""
    hints = get_type_hints(kind, include_extras=True)
    return msgspec.defstruct(name, [*((field, hints[field]) for field in fields), *other.items()], kw_only=True)


_GLASS = _some("PublicGlass", wire.Glass, public.GLASS)
_PANEL = _some("PublicPanel", Panel, public.PANEL)
_CARD = _some("PublicCard", Card, public.CARD, panel=_PANEL, glass=_GLASS | None, pictured=_GLASS | None)
_REASON = msgspec.defstruct("PublicReason", [("campaign", str), ("sentence", str)], kw_only=True)
_NOW = _some("PublicExplanation", Explanation, ("display", "at", "showing", "sentence"), reasons=list[_REASON])  # type: ignore[valid-type]
_THEN = _some("PastExplanation", Explanation, ("display", "at", "sentence"), showing=ShownTime | None)


class Parameter(NamedTuple):
    """Of the query, or with `header` one of those."""

    name: str
    what: str
    schema: dict[str, Any] = _TEXT
    header: bool = False


class Operation(NamedTuple):
    """`gives` and `takes` are content type → a type, several of which it is one, or a schema.

    `refuses` are statuses beside those that every route may have.
    `status` is of the good answer; 304 is told by `cached`.
    """

    gives: dict[str, Any]
    asks: tuple[Parameter, ...] = ()
    takes: dict[str, Any] | None = None
    refuses: tuple[int, ...] = ()
    status: int = 200
    cached: bool = False
    tagged: bool = False


_AT = Parameter("at", "An instant as 2026-12-31T18:00, local to the display without an offset; now without it.")
_FROM = Parameter("from", "An instant, as `at`; now without it.")
_TO = Parameter("to", "An instant after `from`, at most seven days; an hour later without it.")
_LANG = Parameter("lang", "Of the sentences.", {"type": "string", "enum": ["en", "ro"]})
_LISTED = (
    Parameter("state", "Of the displays that are wanted.", {"type": "string", "enum": ["trouble", "well", "never"]}),
    Parameter("q", "Words of name, id and tags.", {"type": "string", "maxLength": 100}),
    Parameter("tag", "A tag that they have."),
    Parameter("after", "The id after which the part begins."),
    Parameter("limit", "Displays in the answer.", {"type": "integer", "minimum": 1, "maximum": 500}),
)
_PAGE = Parameter("page", "The part of the list, from 1.", {"type": "integer", "minimum": 1})
_LIMIT = Parameter("limit", "How much one part has.", {"type": "integer", "minimum": 1})
_AFTER = Parameter("after", "The number of the row after which the answer begins.", {"type": "integer", "minimum": 0})
_DAYS = (
    Parameter("from", "A local day as 2026-11-01; with `to` alone, that day."),
    Parameter("to", "A local day, included, at most a year after `from`; without both the month before this one."),
)
_FILTERS = (
    Parameter("q", "Words of title, texts and id."),
    Parameter("state", "Of the slides that are wanted: shown, coming, edited, over or nowhere."),
    Parameter("kind", "Of the slides that are wanted, as notice."),
    Parameter("display", "A display on which they are."),
    Parameter("lacks", "A language that they lack."),
    Parameter("mend", "What is to be mended: languages, ends (in seven days) or findings."),
    Parameter("sort", "By what they are sorted: ends or title; as in the pack without it."),
)
_STATE = Parameter(
    "state",
    "Of the changes that are wanted; those that are open without it.",
    {"type": "string", "enum": ["open", "ended", "all", *get_args(State)]},
)
_WATCHED = (
    Parameter("displays", "Ids, with commas between them; all without it."),
    Parameter("counts", "Present: how many displays are in each state is told, too."),
    Parameter("since", "The id of the last event that was told, as `Last-Event-ID`."),
)

_CHANGE_OF_GLASS = Parameter("X-Glass", "The change of the glass that the picture is of, as JSON.", header=True)
_NONCE = Parameter(
    "nonce",
    "16 to 64 hex digits, drawn at random for this question.",
    {"type": "string", "pattern": "^[0-9a-f]{16,64}$"},
)
_OWN_KEY = Parameter("key", "The id of the display's own key: the end of the plays that are kept of it is told, too.")
_OF_DISPLAYS = Parameter("display", "A display whose plays are wanted, as often as there are such; all without it.")
_SLIDE = {YAML: authored(), JSON: authored()}
_PACK = {"type": "object", "additionalProperties": {"type": "string", "contentEncoding": "base64"}}
_NO_PACK = (409,)

OPERATIONS: dict[str, Operation] = {
    "GET /api/displays": Operation({JSON: (list[Card], list[_CARD])}, _LISTED, refuses=(409, 422, 503)),  # type: ignore[valid-type]
    "GET /api/events": Operation({STREAM: _TEXT}, _WATCHED, refuses=(422,)),
    "GET /api/displays/{display}/timeline": Operation({JSON: list[ShownTime]}, (_FROM, _TO), refuses=(409, 422, 503)),
    "GET /api/displays/{display}/explanation": Operation(
        {JSON: (Explanation, _NOW, _THEN)}, (_AT, _LANG), refuses=(409, 422, 503)
    ),
    "GET /api/displays/{display}/glass.png": Operation({PNG: BYTES}, refuses=(409,), cached=True),
    "PUT /api/displays/{display}/glass": Operation({}, (_CHANGE_OF_GLASS,), {PNG: BYTES}, (409, 422, 503, 507), 204),
    "GET /api/displays/{display}/manifest": Operation({JSON: BYTES}, cached=True, tagged=True),
    "PUT /api/displays/{display}/manifest": Operation({}, takes={JSON: BYTES}, refuses=(409, 422), status=204),
    "GET /api/displays/{display}/time": Operation({JSON: BYTES}, (_NONCE, _OWN_KEY), refuses=(409, 422)),
    "POST /api/displays/{display}/enrolment": Operation({YAML: Enrolment, JSON: Enrolment}, refuses=(409, 503, 507)),
    "DELETE /api/displays/{display}/enrolment": Operation({}, refuses=(503, 507), status=204),
    "GET /api/alerts": Operation({JSON: AlertsAnswer}),
    "POST /api/alerts": Operation({JSON: AlertAnswer}, (), {JSON: AlertOrder}, (409, 422, 503, 507)),
    "POST /api/alerts/{change}/confirm": Operation(
        {JSON: AlertAnswer}, (), {JSON: AlertSeen}, (409, 412, 422, 503, 507)
    ),
    "POST /api/alerts/on/{slide}/end": Operation({JSON: AlertAnswer}, (), None, (409, 422, 503, 507)),
    "GET /api/slides/{slide}": Operation({YAML: _OBJECT, JSON: _OBJECT}, tagged=True),
    "PUT /api/slides/{slide}": Operation({JSON: PublishedAnswer}, (), _SLIDE, (409, 422, 503, 507), tagged=True),
    "GET /api/changes": Operation({JSON: list[ListedChange]}, (_STATE, _PAGE, _LIMIT), refuses=(422,)),
    "POST /api/changes": Operation({JSON: ChangeAnswer}, (), {JSON: NewChange}, (409, 507), 201, tagged=True),
    "GET /api/changes/{change}": Operation({JSON: ChangeAnswer}, tagged=True),
    "GET /api/changes/{change}/effect": Operation({JSON: EffectAnswer}, (_PAGE, _LIMIT), refuses=(409, 412, 422)),
    "GET /api/changes/{change}/files": Operation({JSON: FileBodies}, tagged=True),
    "PUT /api/changes/{change}/files": Operation({JSON: ChangeAnswer}, (), {JSON: FileBodies}, (507,), tagged=True),
    "GET /api/changes/{change}/files/{path}": Operation({BINARY: BYTES}, refuses=(422,), tagged=True),
    "PUT /api/changes/{change}/files/{path}": Operation({JSON: ChangeAnswer}, (), {BINARY: BYTES}, (507,), tagged=True),
    "DELETE /api/changes/{change}/files/{path}": Operation({JSON: ChangeAnswer}, refuses=(413, 415, 422), tagged=True),
    "GET /api/changes/{change}/conflicts": Operation({JSON: ConflictsAnswer}, tagged=True),
    "POST /api/changes/{change}/conflicts": Operation(
        {JSON: ChangeAnswer}, (), {JSON: Resolution}, (507,), tagged=True
    ),
    "POST /api/changes/{change}/comments": Operation(
        {JSON: ChangeAnswer}, (), {JSON: NewComment}, (507,), 201, tagged=True
    ),
    **{
        f"POST /api/changes/{{change}}/{step}": Operation(
            {JSON: ChangeAnswer},
            (),
            {JSON: Approval if step == "approve" else GivenReason},
            (409, 412, 507),
            201 if step in BEGIN else 200,
            tagged=True,
        )
        for step in STEPS
        if step not in ("comment", "merge")
    },
    "POST /api/displays/{display}/picture": Operation({}, refuses=(409, 413, 415, 422), status=204),
    "POST /api/displays/{display}/plan": Operation({}, refuses=(409, 413, 415, 422), status=204),
    "POST /api/displays/{display}/restart": Operation({}, refuses=(409, 413, 415, 422), status=204),
    "GET /api/slides": Operation({JSON: list[ListedSlide]}, (*_FILTERS, _PAGE, _LIMIT), refuses=(409, 422)),
    "GET /api/slides/{slide}/versions": Operation({JSON: list[PastSlide]}),
    "POST /api/readings": Operation({JSON: ReadingAnswer}, (), {JSON: NewReading}, (409, 507), 202),
    "GET /api/readings/{errand}": Operation({JSON: ReadingAnswer}, refuses=(409,)),
    "DELETE /api/readings/{errand}": Operation({}, refuses=(413, 415), status=204),
    "POST /api/readings/{errand}/answer": Operation({JSON: ReadingAnswer}, (), {JSON: ReadingAnswers}, status=202),
    "POST /api/readings/{errand}/keep": Operation({JSON: ReadingAnswer}, (), {JSON: ReadingAnswers}),
    "GET /api/playlists": Operation({JSON: list[ListedPlaylist]}, refuses=_NO_PACK),
    "GET /api/campaigns": Operation({JSON: list[ListedCampaign]}, refuses=_NO_PACK),
    "GET /api/people": Operation({JSON: list[ListedPerson]}),
    "POST /api/people": Operation({JSON: InvitationAnswer}, (), {JSON: GrantedRights}, (507,), 201),
    "GET /api/people/{person}": Operation({JSON: PersonAnswer}),
    "PUT /api/people/{person}/rights": Operation({JSON: PersonAnswer}, (), {JSON: GrantedRights}),
    "POST /api/people/{person}/disable": Operation({JSON: PersonAnswer}, refuses=(413, 415)),
    "POST /api/people/{person}/erase": Operation({JSON: PersonAnswer}, refuses=(413, 415)),
    "DELETE /api/people/{person}/sessions/{session}": Operation({}, refuses=(413, 415), status=204),
    "GET /api/account": Operation({JSON: AccountAnswer}),
    "DELETE /api/account/tokens/{token}": Operation({}, refuses=(413, 415), status=204),
    "GET /api/audit": Operation({JSON: list[AuditRow]}, (_AFTER,), refuses=(422,)),
    "GET /api/reports/airtime": Operation({JSON: AirtimeAnswer}, _DAYS, refuses=(409, 422)),
    "GET /api/reports/airtime.csv": Operation({CSV: _TEXT}, _DAYS, refuses=(409, 422)),
    "GET /api/reports/proof.jsonl": Operation({JSONL: _TEXT}, (*_DAYS, _OF_DISPLAYS), refuses=(409, 422)),
    "GET /api/reports/plays.csv": Operation({CSV: _TEXT}, _DAYS, refuses=(409, 422)),
    "GET /api/frames/{digest}": Operation({PNG: BYTES}, refuses=(503, 507)),
    "GET /api/frames/{before}/{digest}": Operation({PNG: BYTES}, refuses=(503, 507)),
    "GET /api/pack": Operation({JSON: _PACK}, refuses=_NO_PACK, tagged=True),
    "HEAD /api/pack": Operation({}, refuses=_NO_PACK, tagged=True),
    "PUT /api/pack": Operation({JSON: PublishedAnswer}, (), {JSON: _PACK}, (409, 422, 503, 507), tagged=True),
    "POST /api/imports/{reader}": Operation({JSON: ImportResult}, (), {JSON: ImportRequest}, (409, 422, 503, 507)),
    "GET /api/alarms": Operation({JSON: AlarmsAnswer}),
    "GET /api/progress": Operation({JSON: ProgressAnswer}),
    "GET /api/sources": Operation({JSON: list[FeedState]}),
    "GET /api/checks": Operation({JSON: ChecksAnswer}),
    "GET /api/openapi.json": Operation({JSON: _OBJECT}),
}
"""By method and address; a variable of the address is in braces."""
