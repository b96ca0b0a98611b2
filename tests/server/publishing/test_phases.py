"""The phases of a call on their way to a display: frames, manifest, the words of the wall."""

from datetime import UTC, datetime, timedelta

import msgspec

from content import wire
from content.publication.edition import Compiler, StoredFrame
from content.publication.manifests import Manifests
from control_server.wall import wording
from display_client import limits
from tests.publication.test_call_life import lived

PHASES = ["strada.announced", "strada", "strada.result"]


def test_a_manifest_names_a_frame_for_every_phase_and_is_sane() -> None:
    compiled = Compiler().compiled(lived())
    sheet = compiled.displays["gara"]
    assert list(sheet.frames) == PHASES
    assert set(sheet.frames["strada.result"]) == {"ro"}
    assert len({key for turns in sheet.frames.values() for key in turns.values()}) == 5
    made = {key: StoredFrame(asset=key, size=1) for key in sheet.jobs()}
    now = datetime(2026, 11, 12, tzinfo=UTC)
    found = Manifests(compiled, made).of("gara")
    found = msgspec.structs.replace(found, issued=now, valid_until=now + timedelta(days=30))
    assert wire.decode(wire.encode(found), wire.Manifest, "manifest") == found
    assert limits.flaw(found) is None and found.valid_until > now


def test_an_edit_of_the_result_draws_the_result_again() -> None:
    compiler = Compiler()
    first = compiler.compiled(lived()).displays["piata"].frames
    pack = lived()
    call = pack.slides["strada"]
    outcome = msgspec.structs.replace(call.result, participants=7)  # type: ignore[union-attr]
    slides = {**pack.slides, "strada": msgspec.structs.replace(call, result=outcome)}
    second = compiler.compiled(msgspec.structs.replace(pack, slides=slides)).displays["piata"].frames
    assert second["strada.result"]["ro"] != first["strada.result"]["ro"]
    assert second["strada"] == first["strada"]


def test_a_frame_says_which_phase_it_is_and_what_it_says_first() -> None:
    compiled = Compiler().compiled(lived())
    frames = compiled.displays["gara"].frames
    jobs = [compiled.jobs[frames[name]["ro"]] for name in PHASES]
    assert [(wording.kind_label(job.kind), job.data.title.replace("\u00a0", " ")) for job in jobs] == [
        ("Consultare, în curând", "Spune ce repari întâi"),
        ("Consultare", "Spune ce repari întâi"),
        ("Rezultatul consultării", "Întâi trotuarele"),
    ]
