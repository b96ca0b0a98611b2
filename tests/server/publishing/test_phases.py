"""The phases of a call on their way to a display: frames, manifest, the words of the wall."""

import msgspec

from content.publication.edition import Compiler, StoredFrame
from content.publication.manifests import Manifests
from content.wire import limits
from control_server.wall import wording
from tests.publication.test_call_life import lived

PHASES = ["strada.announced", "strada", "strada.result"]


def test_a_programme_names_a_frame_for_every_phase_and_is_sane() -> None:
    compiled = Compiler().compiled(lived())
    group = compiled.displays["gara"].group
    assert list(group.frames) == PHASES
    assert set(group.frames["strada.result"]) == {"ro"}
    assert len({key for turns in group.frames.values() for key in turns.values()}) == 5
    made = {key: StoredFrame(asset=key, size=1) for key in group.jobs()}
    manifests = Manifests(compiled, made)
    assert limits.manifest_flaw(manifests.of("gara")) is None
    assert limits.programme_flaw(manifests.programme("gara").programme) is None


def test_an_edit_of_the_result_draws_the_result_again() -> None:
    compiler = Compiler()
    first = compiler.compiled(lived()).displays["piata"].group.frames
    pack = lived()
    call = pack.slides["strada"]
    outcome = msgspec.structs.replace(call.result, participants=7)  # type: ignore[union-attr]
    slides = {**pack.slides, "strada": msgspec.structs.replace(call, result=outcome)}
    second = compiler.compiled(msgspec.structs.replace(pack, slides=slides)).displays["piata"].group.frames
    assert second["strada.result"]["ro"] != first["strada.result"]["ro"]
    assert second["strada"] == first["strada"]


def test_a_frame_says_which_phase_it_is_and_what_it_says_first() -> None:
    compiled = Compiler().compiled(lived())
    frames = compiled.displays["gara"].group.frames
    jobs = [compiled.jobs[frames[name]["ro"]] for name in PHASES]
    assert [(wording.kind_label(job.kind), job.data.title.replace("\u00a0", " ")) for job in jobs] == [
        ("Consultare, în curând", "Spune ce repari întâi"),
        ("Consultare", "Spune ce repari întâi"),
        ("Rezultatul consultării", "Întâi trotuarele"),
    ]
