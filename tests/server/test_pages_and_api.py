"""What pages do, programs do: each route of the studio beside the operation that does the same, or why none does."""

from control_server.app import ROUTES
from tests.server.test_app import named

PROOF = "proves who is there, which a program does by its token"
PAGE = "is a form: what it would keep is what programs send"
WAITS = "is for people, who do not wait: a program waits for the answer of the report"
BROWSER = "is about browsers of a person"

FILES = "PUT /api/changes/{change}/files/{path}"
BEGIN = "POST /api/changes"
EFFECT = "GET /api/changes/{change}/effect"
SAME: dict[str, str] = {
    "GET /studio": "GET /api/changes",
    "GET /studio/alert": "GET /api/alerts",
    "GET /studio/alert/strip": "GET /api/alerts",
    "POST /studio/alert": "POST /api/alerts",
    "POST /studio/alert/{change}/confirm": "POST /api/alerts/{change}/confirm",
    "POST /studio/alert/{change}/publish": "POST /api/changes/{change}/publish",
    "POST /studio/alert/{change}/discard": "POST /api/changes/{change}/discard",
    "POST /studio/alert/on/{slide}/end": "POST /api/alerts/on/{slide}/end",
    "GET /studio/review": "GET /api/changes",
    "GET /studio/changes/{change}": "GET /api/changes/{change}",
    "POST /studio/changes/{change}/{step}": "POST /api/changes/{change}/submit",
    "GET /studio/changes/{change}/outlook": EFFECT,
    "GET /studio/frames/{digest}": "GET /api/frames/{digest}",
    "GET /studio/frames/{before}/{digest}": "GET /api/frames/{before}/{digest}",
    "GET /studio/slides": "GET /api/slides",
    "GET /studio/slides/{slide}/history": "GET /api/slides/{slide}/versions",
    "GET /studio/slides/{slide}/history/{revision}": "GET /api/slides/{slide}/versions",
    "POST /studio/slides/{slide}/restore": BEGIN,
    "GET /studio/slides/{slide}": "GET /api/slides/{slide}",
    "POST /studio/slides/{slide}": FILES,
    "POST /studio/slides/{slide}/preview": EFFECT,
    "POST /studio/slides/{slide}/check": EFFECT,
    "POST /studio/slides/{slide}/remove": "DELETE /api/changes/{change}/files/{path}",
    "POST /studio/new-slide/{kind}": BEGIN,
    "POST /studio/new-slide/{kind}/preview": EFFECT,
    "POST /studio/new-slide/{kind}/check": EFFECT,
    "POST /studio/pictures": FILES,
    "GET /studio/playlists": "GET /api/playlists",
    "GET /studio/playlists/{playlist}": "GET /api/playlists",
    "POST /studio/playlists": BEGIN,
    "POST /studio/playlists/{playlist}": FILES,
    "GET /studio/campaigns/{campaign}": "GET /api/campaigns",
    "POST /studio/campaigns": BEGIN,
    "POST /studio/campaigns/{campaign}": FILES,
    "GET /studio/plan": "GET /api/displays/{display}/timeline",
    "POST /studio/plan/move": FILES,
    "POST /studio/plan/place": FILES,
    "POST /studio/plan/share": FILES,
    "GET /studio/screens": "GET /api/displays",
    "GET /studio/screens/{display}": "GET /api/displays/{display}/explanation",
    "POST /studio/screens/{display}/picture": "POST /api/displays/{display}/picture",
    "POST /studio/screens/{display}/plan": "POST /api/displays/{display}/plan",
    "POST /studio/screens/{display}/restart": "POST /api/displays/{display}/restart",
    "POST /studio/screens/{display}/enrolment": "POST /api/displays/{display}/enrolment",
    "POST /studio/screens/{display}/end": "DELETE /api/displays/{display}/enrolment",
    "GET /studio/reports": "GET /api/reports/airtime",
    "GET /studio/reports/airtime.csv": "GET /api/reports/airtime.csv",
    "GET /studio/reports/plays.csv": "GET /api/reports/plays.csv",
    "GET /studio/reports/proof.jsonl": "GET /api/reports/proof.jsonl",
    "POST /studio/source": "POST /api/readings",
    "GET /studio/source/{errand}": "GET /api/readings/{errand}",
    "GET /studio/source/{errand}/progress": "GET /api/readings/{errand}",
    "POST /studio/source/{errand}/{deed}": "POST /api/readings/{errand}/keep",
    "GET /studio/settings": "GET /api/pack",
    "POST /studio/settings/{part}": "PUT /api/changes/{change}/files/{path}",
    "POST /studio/new-screen": "PUT /api/changes/{change}/files/{path}",
    "GET /studio/screens/{display}/settings": "GET /api/pack",
    "POST /studio/screens/{display}/settings": "PUT /api/changes/{change}/files/{path}",
    "GET /studio/people": "GET /api/people",
    "POST /studio/people": "POST /api/people",
    "GET /studio/people/{person}": "GET /api/people/{person}",
    "POST /studio/people/{person}/rights": "PUT /api/people/{person}/rights",
    "POST /studio/people/{person}/disable": "POST /api/people/{person}/disable",
    "POST /studio/people/{person}/erase": "POST /api/people/{person}/erase",
    "POST /studio/people/{person}/sessions/{session}/end": "DELETE /api/people/{person}/sessions/{session}",
    "GET /studio/account": "GET /api/account",
    "POST /studio/account/tokens/{token}/end": "DELETE /api/account/tokens/{token}",
    "GET /studio/audit": "GET /api/audit",
    "GET /studio/audit.json": "GET /api/audit",
}
"""Page → the operation by which a program does the same."""
ALONE: dict[str, str] = {
    "GET /studio/sign-in": PROOF,
    "POST /studio/sign-in": PROOF,
    "POST /studio/sign-out": BROWSER,
    "GET /studio/join/{secret}": PROOF,
    "POST /studio/join/{secret}": PROOF,
    "GET /studio/oidc": PROOF,
    "GET /studio/oidc/back": PROOF,
    "POST /studio/oidc/signed-out.json": "is told by the city's own sign-in",
    "POST /studio/passkeys/options.json": PROOF,
    "POST /studio/passkeys/sign-in.json": PROOF,
    "POST /studio/passkeys/prove.json": PROOF,
    "POST /studio/account/passkeys/options.json": PROOF,
    "POST /studio/account/passkeys.json": PROOF,
    "POST /studio/account/passkeys/remove": PROOF,
    "POST /studio/account/password": PROOF,
    "POST /studio/account/sessions/{session}/end": BROWSER,
    "POST /studio/account/tokens": "is made by a person who has proved who they are: no token makes another",
    "GET /studio/new-slide": PAGE,
    "GET /studio/pictures": PAGE,
    "GET /studio/new-slide/{kind}": PAGE,
    "GET /studio/slides/{slide}/remove": PAGE,
    "GET /studio/campaigns": PAGE,
    "GET /studio/source": PAGE,
    "GET /studio/start": "is for people who begin",
    "POST /studio/reports": WAITS,
    "GET /studio/reports/{errand}/progress": WAITS,
    "POST /studio/reports/{errand}/cancel": WAITS,
    "GET /studio/reports/airtime.pdf": "is a document for an archive, to be looked at before it is filed",
    "GET /studio/static/{file}": "is style and script",
    "POST /studio/source/{errand}/preview": "is the frame of what is typed; a reading has those of its slides",
    "POST /studio/alert/preview": PAGE,
    "GET /studio/new-screen": PAGE,
}
"""Page → why it has no operation that does the same."""


def test_every_route_of_the_studio_has_an_operation_or_a_reason() -> None:
    pages = {named(route) for route in ROUTES if route.page}
    assert pages == SAME.keys() | ALONE.keys(), sorted(pages ^ (SAME.keys() | ALONE.keys()))
    assert SAME.keys().isdisjoint(ALONE) and all(ALONE.values())


def test_the_operations_are_there() -> None:
    assert set(SAME.values()) <= {named(route) for route in ROUTES if not route.page}
