"""A change becomes manifests: all or none, signed, numbered, and only where something changed."""

from datetime import timedelta
from pathlib import Path

import pytest

from content import wire
from content.findings import RefusedError
from content.schedule.resolve import resolve
from content.wire import dsse
from control_server.storage import documents, programmes
from tests.server.simulator import PACK, START, TOO_LONG, Clock, Simulated, simulated, slide
from tests.server.storage.test_blobs import no_room

VERSION_1 = {"gara": (1, 1), "piata": (1, 1)}


def manifest(city: Simulated, display: str) -> wire.Manifest:
    keys = [city.server.ground.signer.public_key]
    payload = dsse.verify(city.published.latest[display].envelope, "manifest", keys)
    return wire.decode(payload, wire.Manifest, display)


async def programme(city: Simulated, display: str) -> wire.Programme:
    """What the display's manifest names, as it is stored."""
    digest = manifest(city, display).programme
    stored = await programmes.all_of(city.server.ground.database, [digest])
    assert stored == {digest: city.published.programmes[digest]}
    return stored[digest].programme


async def test_a_pack_becomes_a_manifest_a_display(city: Simulated) -> None:
    assert city.published.versions() == VERSION_1
    assert sorted(city.link.announced) == ["gara", "piata"]
    head, told = manifest(city, "gara"), await programme(city, "gara")
    assert (head.site, head.display, head.version) == ("oras", "gara", (1, 1))
    assert (told.width, told.height) == (1280, 720)
    assert head.issued == START and head.valid_until == START + timedelta(days=30)
    assert resolve(told.plan, START).slide == "anunt"
    assert set(told.frames["anunt"]) == {"ro", "en"}
    assert set((await programme(city, "piata")).frames["anunt"]) == {"ro"}


async def test_a_changed_slide_is_the_only_file_that_is_read_again(city: Simulated) -> None:
    memory = city.server.publisher.memory
    await city.publish({**PACK, "displays/nord.yaml": PACK["displays.yaml"].replace(b"id: ", b"id: nord-")})
    assert sorted(city.published.versions()) == ["gara", "nord-gara", "nord-piata", "piata"]
    before = memory.reads
    await city.publish({**city.published.files, "slides/anunt.yaml": slide("Podul e inchis")})
    assert memory.reads == before + 1


async def test_every_asset_a_manifest_names_is_on_disk_in_full(city: Simulated) -> None:
    told = await programme(city, "gara")
    named = {frame.asset for turns in told.frames.values() for frame in turns.values()} | {told.neutral.asset}
    assert named == set(told.assets)
    for asset, size in told.assets.items():
        assert city.server.surroundings.blobs.path(asset).stat().st_size == size


async def test_a_display_that_is_touched_has_every_frame_in_the_other_themes(city: Simulated) -> None:
    touched = PACK["displays.yaml"].replace(b"languages: [ro, en]", b"languages: [ro, en]\n    touch: true")
    drawn = len(city.pages.drawn)
    await city.publish({**PACK, "displays.yaml": touched})
    told = await programme(city, "gara")
    assert {
        theme: {slide: set(turns) for slide, turns in slides.items()} for theme, slides in told.alternatives.items()
    } == {
        "high-contrast": {"anunt": {"ro", "en"}},
        "large-text": {"anunt": {"ro", "en"}},
    }
    named = {f.asset for slides in told.alternatives.values() for turns in slides.values() for f in turns.values()}
    assert named < set(told.assets)
    assert [job.format.theme for job in city.pages.drawn[drawn:]] == ["high-contrast"] * 2 + ["large-text"] * 2
    assert (await programme(city, "piata")).alternatives == {}


async def test_the_same_again_changes_nothing(city: Simulated) -> None:
    before = dict(city.published.latest)
    assert await city.publish(PACK) == 1
    assert await city.put_slide("anunt", PACK["slides/anunt.yaml"]) == 1
    assert city.published.latest == before


async def test_a_change_of_one_language_reaches_who_shows_it_and_draws_only_that(city: Simulated) -> None:
    drawn = len(city.pages.drawn)
    body = PACK["slides/anunt.yaml"].replace(b"The bridge closes", b"The bridge is shut")
    assert await city.put_slide("anunt", body) == 2
    assert city.published.versions() == {"gara": (1, 2), "piata": (1, 1)}
    assert [(job.where, job.lang) for job in city.pages.drawn[drawn:]] == [("slides/anunt.yaml", "en")]


async def test_displays_of_one_format_share_their_drawings(tmp_path: Path, clock: Clock) -> None:
    twins = PACK["displays.yaml"].replace(b"width: 720, height: 1280", b"width: 1280, height: 720")
    twins = twins.replace(b"diagonal_inch: 43", b"diagonal_inch: 32")
    async with simulated(tmp_path, clock) as city:
        await city.publish({**PACK, "displays.yaml": twins})
        assert len(city.pages.drawn) == len({job.key() for job in city.pages.drawn}) == 3  # ro, en, the neutral card


async def test_a_slide_that_does_not_fit_is_refused_and_nothing_changes(city: Simulated) -> None:
    before = (
        dict(city.published.latest),
        city.published.files,
        len(city.link.announced),
    )
    with pytest.raises(RefusedError) as refusal:
        await city.put_slide("anunt", slide(TOO_LONG))
    assert {(f.code, f.display, f.lang) for f in refusal.value.findings} == {
        ("fit", "gara", "ro"),
        ("fit", "piata", "ro"),
    }
    assert (
        dict(city.published.latest),
        city.published.files,
        len(city.link.announced),
    ) == before
    revision, files = await documents.current(city.server.ground.database)
    assert (revision, files) == (1, PACK)


@pytest.mark.parametrize(
    ("body", "code"),
    [(b"kind: notice\n", "value"), (b"kind: poem\n", "value"), (b"- a\n", "yaml"), (b"a: [", "yaml")],
)
async def test_a_slide_that_cannot_be_read_is_refused(city: Simulated, body: bytes, code: str) -> None:
    with pytest.raises(RefusedError) as refusal:
        await city.put_slide("nou", body)
    assert refusal.value.findings[0].code == code
    assert "slides/nou.yaml" in str(refusal.value)
    assert city.published.versions() == VERSION_1


async def test_the_gate_refuses_the_cedilla(city: Simulated) -> None:
    with pytest.raises(RefusedError, match="cedilla"):
        await city.put_slide("anunt", slide("Şoseaua se inchide"))


async def test_the_gate_refuses_errors_of_a_page_and_changes_nothing(city: Simulated) -> None:
    """Too long to be read in the time it stays, though it fits."""
    before = (city.published.versions(), city.published.findings)
    body = PACK["slides/anunt.yaml"].replace(b"Joi, la ora 9.", b"Vino joi. " * 40)
    with pytest.raises(RefusedError) as refusal:
        await city.put_slide("anunt", body)
    assert {finding.code for finding in refusal.value.findings} == {"too-long"}
    assert (city.published.versions(), city.published.findings) == before


async def test_warnings_stand_with_the_published_pack(city: Simulated) -> None:
    assert city.published.findings == ()
    assert await city.put_slide("anunt", slide("Anunt important")) == 2
    (finding,) = city.published.findings
    assert (finding.level, finding.code, finding.lang) == ("warning", "topic", "ro")
    assert await city.put_slide("anunt", slide("Podul se inchide")) == 3
    assert city.published.findings == ()


async def test_the_daily_renewal_finds_what_time_has_brought(city: Simulated, clock: Clock) -> None:
    body = PACK["slides/anunt.yaml"] + b"expires: 2026-11-24\n"
    await city.put_slide("anunt", body)
    (finding,) = city.published.findings
    assert (finding.code, finding.where, finding.display) == ("dark", "displays.yaml:gara", None)
    assert finding.message.endswith("; the same on piata")
    clock.forward(days=2)
    await city.server.publisher.renew()
    assert "over" in {finding.code for finding in city.published.findings}


async def test_another_start_on_the_same_data_changes_nothing(tmp_path: Path, clock: Clock) -> None:
    async with simulated(tmp_path, clock) as first:
        await first.publish(PACK)
        issued = dict(first.server.publisher.published.latest)
    clock.forward(days=2)
    async with simulated(tmp_path, clock) as second:
        await second.server.publisher.renew()
        assert second.server.publisher.published.latest == issued
        assert second.server.publisher.published.revision == 1
        assert second.pages.drawn == []
        assert second.link.announced == []


async def test_a_manifest_is_issued_again_before_its_last_week(city: Simulated, clock: Clock) -> None:
    clock.forward(days=23)
    await city.server.publisher.renew()
    assert city.published.versions() == VERSION_1
    clock.forward(seconds=1)
    await city.server.publisher.renew()
    assert city.published.versions() == {"gara": (1, 2), "piata": (1, 2)}
    assert manifest(city, "gara").valid_until == clock.now.replace(microsecond=0) + timedelta(days=30)


async def test_a_lost_asset_is_drawn_again(city: Simulated) -> None:
    told = await programme(city, "gara")
    asset = told.frames["anunt"]["ro"].asset
    path = city.server.surroundings.blobs.path(asset)
    path.write_bytes(path.read_bytes()[:-1])
    await city.server.publisher.renew()
    assert (await city.server.surroundings.blobs.located(asset)).stat().st_size == told.assets[asset]
    assert city.published.versions() == VERSION_1


async def test_a_display_that_leaves_the_pack_is_told_to_show_nothing_scheduled(city: Simulated) -> None:
    kept = b"\n".join([b"displays:", *PACK["displays.yaml"].split(b"\n")[7:]])
    await city.publish({**PACK, "displays.yaml": kept})
    told = await programme(city, "gara")
    assert manifest(city, "gara").version == (1, 2)
    assert (told.plan.entries, told.frames, set(told.assets)) == ((), {}, {told.neutral.asset})
    assert resolve(told.plan, START).state == "neutral"
    assert city.published.versions()["piata"] == (1, 1)


async def test_a_display_that_left_is_told_so_once(city: Simulated, clock: Clock) -> None:
    kept = b"\n".join([b"displays:", *PACK["displays.yaml"].split(b"\n")[7:]])
    left = {**PACK, "displays.yaml": kept}
    await city.publish(left)
    await city.publish({**left, "slides/anunt.yaml": slide("Altceva")})
    clock.forward(days=60)
    await city.server.publisher.renew()
    assert city.published.versions() == {"gara": (1, 2), "piata": (1, 3)}
    await city.publish(PACK)
    assert city.published.versions() == {"gara": (1, 3), "piata": (1, 4)}


async def test_what_displays_could_not_take_is_not_published(city: Simulated) -> None:
    """The limits are the displays' own: nothing is told that they would refuse."""
    windows = ", ".join(
        f'{{from: "{n // 60:02}:{n % 60:02}", to: "{n // 60:02}:{n % 60 + 1:02}"}}' for n in range(0, 302, 3)
    )
    many = PACK["displays.yaml"].replace(
        b"languages: [ro, en]", f"languages: [ro, en]\n    hours: [{windows}]".encode()
    )
    with pytest.raises(RefusedError, match="display 'gara': what it would be told has 101 opening hours, expected at"):
        await city.publish({**PACK, "displays.yaml": many})
    assert city.published.versions() == VERSION_1


async def test_a_server_serves_one_city(city: Simulated) -> None:
    other = PACK["city.yaml"].replace(b"id: oras", b"id: sat")
    with pytest.raises(RefusedError, match="'sat'"):
        await city.publish({**PACK, "city.yaml": other})
    assert city.published.versions() == VERSION_1


async def test_a_slide_before_any_pack_is_refused(tmp_path: Path, clock: Clock) -> None:
    async with simulated(tmp_path, clock) as empty:
        with pytest.raises(RefusedError, match="no pack yet"):
            await empty.put_slide("anunt", PACK["slides/anunt.yaml"])


async def test_a_database_that_a_foreign_key_signed_is_refused(tmp_path: Path, clock: Clock) -> None:
    async with simulated(tmp_path, clock) as first:
        await first.publish(PACK)
    (tmp_path / "signing-key.pem").unlink()
    with pytest.raises(RefusedError, match="restore key and database together"):
        async with simulated(tmp_path, clock):
            pass


async def test_a_disk_that_takes_no_picture_stops_the_publication(city: Simulated) -> None:
    before = city.published.versions()
    with no_room(10), pytest.raises(RefusedError) as refusal:
        await city.put_slide("anunt", slide("Altceva"))
    assert [finding.code for finding in refusal.value.findings] == ["disk"]  # said once, not once a frame
    assert city.published.versions() == before
    assert await city.put_slide("anunt", slide("Altceva")) == 2  # with room again
