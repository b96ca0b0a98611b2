"""What a change would do: the frames and plans that differ, and a digest that holds as long as it looks the same."""

from control_server.changes import effect
from control_server.publishing.candidate import Candidate
from tests.server.simulator import PACK, Simulated, slide

EDIT = {"slides/anunt.yaml": slide("Podul se deschide")}


async def prepared(city: Simulated, **files: bytes) -> Candidate:
    return await city.server.publisher.prepare({**city.published.files, **files})


async def test_the_frames_that_would_be_others_before_and_after(city: Simulated) -> None:
    candidate = await prepared(city, **EDIT)
    change = effect.of(candidate, EDIT)
    before = city.published
    assert [(each.slide, each.lang, each.displays, (each.width, each.height)) for each in change.frames] == [
        ("anunt", "ro", ("gara",), (1280, 720)),
        ("anunt", "ro", ("piata",), (720, 1280)),
    ]
    for each in change.frames:
        (display,) = each.displays
        assert each.before == before.programme(display).frames["anunt"]["ro"].asset
        assert each.after == candidate.frame(display, "anunt", "ro").asset
    assert (change.plans, change.findings) == ((), ())


async def test_what_is_new_and_what_goes_has_one_picture(city: Simulated) -> None:
    other = {
        "slides/alt.yaml": slide("Altceva"),
        "playlists.yaml": PACK["playlists.yaml"].replace(b"[anunt]", b"[alt]"),
    }
    change = effect.of(await prepared(city, **other), other)
    shown = {(each.slide, each.before is None, each.after is None) for each in change.frames}
    assert shown == {("alt", True, False), ("anunt", False, True)}
    assert change.plans == ("gara", "piata")
    assert [finding.code for finding in change.findings] == ["topic", "unused"]


async def test_the_digest_is_the_same_as_long_as_it_would_look_the_same(city: Simulated) -> None:
    first = effect.of(await prepared(city, **EDIT), EDIT)
    assert effect.of(await prepared(city, **EDIT), EDIT).digest == first.digest
    drafted = {"drafts/x.yaml": b"kind: notice"}
    await city.publish({**PACK, **drafted})
    assert effect.of(await prepared(city, **EDIT), EDIT).digest == first.digest
    other = {"slides/anunt.yaml": slide("Podul se deschide joi")}
    assert effect.of(await prepared(city, **other), other).digest != first.digest
    await city.publish({**PACK, "displays.yaml": PACK["displays.yaml"].replace(b"languages: [ro]", b"languages: [en]")})
    assert effect.of(await prepared(city, **EDIT), EDIT).digest != first.digest


async def test_what_no_display_shows_is_in_the_digest_too(city: Simulated) -> None:
    one, other = {"slides/alt.yaml": slide("Unu")}, {"slides/alt.yaml": slide("Doi")}
    changes = [effect.of(await prepared(city, **files), files) for files in (one, other)]
    assert [each.frames for each in changes] == [(), ()]
    assert changes[0].digest != changes[1].digest
