"""A kind of slide from outside the package: put into the two tables, it is read, checked, drawn, planned, explained and
shown as the package's own are, and nothing else knows of it.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
import zxingcpp

from content import wire
from content.checks import gate
from content.explain.explanation import explain
from content.explain.sentences import InterfaceLang
from content.findings import Finding, RefusedError
from content.pack.model import Pack
from content.pack.slides import AUTHORED
from content.publication.planner import plan_for
from content.slides.colours import Ink, Inks
from content.slides.compose import characters, compose
from content.slides.drawing import draw, export
from content.slides.job import Format
from content.slides.kinds import KINDS
from control_server import app
from control_server.publishing import workers
from tests import sample
from tests.server.simulator import PACK, START, Clock, simulated
from tests.server.wall.test_pages import Client, MakeClient
from tests.slides.samples import opened
from tests.slides.vacancy import INKS, KIND, Vacancy, VacancyData

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
VACANCY = """
kind: vacancy
post: {ro: Căutăm un inginer de drumuri, en: We need a road engineer, hu: Útmérnököt keresünk}
tasks:
  ro: Veți conduce lucrările la două poduri.
  en: You will lead the works on two bridges.
  hu: Két híd munkáit vezeti.
apply_until: 2026-12-11T16:00
channels: {web: "https://example.org/posturi", short: example.org/posturi, phone: "0256 408 300", desk: ghișeul 3}
"""
PLAYLISTS = "playlists: [{id: civic, slides: [inginer, strada, restrictii]}]"


@pytest.fixture(autouse=True)
def in_the_tables(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setitem(AUTHORED, "vacancy", Vacancy)
    monkeypatch.setitem(KINDS, Vacancy, KIND)
    yield


def pack(*changes: tuple[str, str], city: str = "") -> Pack:
    """The small city with the vacancy, which is written differently: (what, by what)."""
    text = VACANCY
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return sample.parsed(slides__inginer=text, playlists=PLAYLISTS, city=sample.CITY + city)


def findings(*changes: tuple[str, str], now: datetime = NOW) -> dict[str, Finding]:
    """Of the vacancy, by code: everything but what drawing says."""
    written = pack(*changes)
    frames, faults = gate.planned_frames(written)
    everything = [*gate.check(written, now), *faults, *gate.examine(written, frames)]
    return {finding.code: finding for finding in everything if finding.where.startswith("slides/inginer.yaml")}


# --- read ----------------------------------------------------------------------------------------------------------


def test_it_is_read_from_yaml() -> None:
    slide = pack().slides["inginer"]
    assert isinstance(slide, Vacancy)
    assert slide.kind == "vacancy"
    assert slide.apply_until.text == "2026-12-11T16:00"


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            "kind: vacancy",
            "kind: vote",
            "found the kind 'vote', expected one of budget, consultation, dataset, notice, vac",
        ),
        ("apply_until", "aply_until", "found the unknown key 'aply_until', expected 'apply_until'"),
        ("apply_until: 2026-12-11T16:00", "", "the key 'apply_until' of a vacancy is missing, expected a date or time"),
        ("example.org/posturi,", "example.org/posturi-vacante,", "text of at most 20 characters"),
    ],
)
def test_its_mistakes_are_said_as_those_of_any_kind(old: str, new: str, sentence: str) -> None:
    with pytest.raises(RefusedError, match=sentence):
        pack((old, new))


def test_the_city_may_give_it_a_minimum_of_airtime() -> None:
    assert pack(city="minimum_airtime: [{kinds: {vacancy: 0.25}}]").city.minimum_airtime[0].kinds == {"vacancy": 0.25}
    with pytest.raises(RefusedError, match="found 'vote', expected one of budget, consultation, dataset, notice, vac"):
        pack(city="minimum_airtime: [{kinds: {vote: 0.25}}]")


# --- checked -------------------------------------------------------------------------------------------------------


def test_a_sound_one_passes_the_gate() -> None:
    assert findings() == {}


@pytest.mark.parametrize(
    ("code", "old", "new", "where"),
    [
        ("cedilla", "Căutăm", "Cãutãm şi", "$.post.ro"),
        ("topic", "Căutăm un inginer de drumuri", "Post vacant", "$.post.ro"),
        ("long-headline", "Căutăm un inginer", f"Căutăm un inginer {'foarte ' * 7}bun", "$.post.ro"),
        ("long-word", "lucrările", "infrastructuralizările", "$.tasks.ro"),
        ("long-text", "Veți conduce", f"Veți conduce {'și veți urmări ' * 5}", "$.tasks.ro"),
        ("colour-only", "Veți conduce", "Marcat cu verde veți conduce", "$.tasks.ro"),
        ("telephone", '"0256 408 300"', "la portar", "$.channels.phone"),
        ("short-address", "example.org/posturi,", "posturi,", "$.channels.short"),
        ("short-host", "short: example.org", "short: primaria.ro", "$.channels.short"),
        ("dates", "apply_until", "not_before: 2026-12-12\napply_until", "$.apply_until"),
        ("over", "2026-12-11T16:00", "2026-11-20", "$.apply_until"),
    ],
)
def test_the_rules_hold_for_it(code: str, old: str, new: str, where: str) -> None:
    assert findings((old, new))[code].where == f"slides/inginer.yaml:{where}"


def test_a_text_it_lacks_is_named() -> None:
    assert findings(("  en: You will lead the works on two bridges.\n", ""))["language-missing"].fix == (
        "add tasks.en, or take en from the display"
    )


def test_its_colours_are_held_to_the_contrasts(monkeypatch: pytest.MonkeyPatch) -> None:
    pale = Inks(day=Ink("#e6a8cb", INKS.day.tint), night=INKS.night)
    looks = replace(
        KIND,
        inks=pale,
        compose=lambda *given: msgspec.structs.replace(data := KIND.compose(*given), frame=_inked(data, pale)),
    )
    monkeypatch.setitem(KINDS, Vacancy, looks)
    assert "#e6a8cb" in findings()["contrast"].message


def _inked(data: VacancyData, inks: Inks) -> object:
    return msgspec.structs.replace(data.frame, colors=inks.colours("standard"))


def test_it_is_a_call_to_which_the_citys_minimum_applies() -> None:
    """A campaign that masks it for most of the time leaves each vacancy less than its part."""
    masked = sample.parsed(
        slides__inginer=VACANCY,
        playlists="playlists: [{id: civic, slides: [inginer]}, {id: alt, slides: [restrictii]}]",
        campaigns="campaigns: [{id: mereu, playlist: civic}, {id: sus, playlist: alt, priority: 1}]",
        city=sample.CITY + "minimum_airtime: [{kinds: {vacancy: 0.25}}]",
        slides__restrictii=sample.NOTICE.replace("2026-11-30T18:00", "2026-12-31"),
    )
    messages = [each.message for each in gate.foresee(masked, NOW) if each.code == "airtime"]
    assert any("of its airtime while a vacancy is open" in message for message in messages)
    assert any("inginer closes in 18 days" in message for message in messages)


# --- drawn ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("display", ["piata", "gara"])
@pytest.mark.parametrize("theme", ["standard", "high-contrast", "large-text"])
def test_it_is_drawn_by_its_own_template(display: str, theme: str) -> None:
    fmt = msgspec.structs.replace(Format.of(pack().displays[display]), theme=theme)
    made = draw(compose(pack(), "inginer", "ro", fmt))
    picture = opened(made.png)
    assert picture.size == (fmt.width, fmt.height)
    (code,) = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    assert code.text == "https://example.org/posturi"
    (countdown,) = (part for part in made.live if part.part == "countdown")
    assert countdown.until == datetime(2026, 12, 11, 14, tzinfo=UTC)
    accent = bytes.fromhex(INKS.colours(theme).accent[1:])  # type: ignore[arg-type]
    assert picture.getpixel((2, fmt.height // 2)) == tuple(accent)


def test_it_is_exported() -> None:
    job = compose(pack(), "inginer", "ro", Format.of(pack().displays["piata"]))
    assert export(job, "pdf").startswith(b"%PDF")
    assert b"<svg" in export(job, "svg")


def test_a_frame_is_named_by_what_its_template_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fmt = Format.of(pack().displays["piata"])
    before = compose(pack(), "inginer", "ro", fmt)
    changed = tmp_path / "vacancy.typ"
    assert isinstance(KIND.template, Path)
    changed.write_text(KIND.template.read_text().replace("(1.9,", "(1.2,"))
    monkeypatch.setitem(KINDS, Vacancy, replace(KIND, template=changed))
    after = compose(pack(), "inginer", "ro", fmt)
    assert before.data == after.data
    assert before.key() != after.key()


async def test_a_worker_draws_it_without_knowing_it() -> None:
    job = compose(pack(), "inginer", "ro", Format.of(pack().displays["gara"]))
    async with workers.working(1) as worker:
        assert await worker.draw(job) == draw(job)


# --- planned, explained, shown -------------------------------------------------------------------------------------


def test_it_is_planned() -> None:
    written = pack()
    item = plan_for(written, written.displays["piata"]).items["inginer"]
    assert item.kind == "vacancy"
    assert item.ends == datetime(2026, 12, 11, 14, tzinfo=UTC)
    assert [turn.lang for turn in item.turns] == ["ro", "en"]
    assert item.turns[0].seconds >= 15  # time to scan its code
    read = "Căutăm un inginer de drumuri", "Veți conduce lucrările la două poduri."
    assert characters(written, "inginer", "ro") == sum(map(len, read))


def test_it_is_explained() -> None:
    alone = sample.parsed(slides__inginer=VACANCY, playlists="playlists: [{id: civic, slides: [inginer]}]")
    assert "Căutăm un inginer de drumuri" in explain(alone, alone.displays["piata"], NOW).sentence
    over = explain(alone, alone.displays["piata"], datetime(2026, 12, 11, 15, tzinfo=UTC))
    assert "“We need a road engineer” (inginer) ended" in over.reasons[0].sentence


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "the city's minimum for vacancies"), ("ro", "minimul cerut de oraș pentru posturi vacante")],
)
def test_the_minimum_it_has_is_explained_by_its_name(language: InterfaceLang, sentence: str) -> None:
    mixed = sample.parsed(
        slides__inginer=VACANCY,
        playlists="playlists: [{id: posturi, slides: [inginer]}, {id: altele, slides: [restrictii]}]",
        campaigns="campaigns: [{id: posturi, playlist: posturi}, {id: altele, playlist: altele, share: 9}]",
        city=sample.CITY + "minimum_airtime: [{kinds: {vacancy: 0.6}}]",
    )
    explained = explain(mixed, mixed.displays["piata"], NOW, language=language)
    assert sentence in explained.reasons[0].sentence


async def test_the_wall_shows_it(tmp_path: Path, aiohttp_client: MakeClient) -> None:
    async with simulated(tmp_path, Clock()) as city:
        await city.publish({**PACK, "slides/anunt.yaml": VACANCY.encode()})
        await city.says(wire.Status(display="gara", online=True, adopted=(1, 1), glass=city.glass(1, START)))
        client = await aiohttp_client(app.application(city.server))
        (told,) = (each for each in await _json(client, "/api/displays") if each["id"] == "gara")
        assert (told["kind"], told["headline"]) == ("vacancy", "Căutăm un inginer de drumuri")
        card = await (await client.get("/displays/gara/card")).text()
        assert "<span>Post vacant</span>" in card
        assert "Căutăm un" in card.replace("\u00a0", " ")


async def _json(client: Client, path: str) -> Any:
    answer = await client.get(path)
    assert answer.status == 200
    return await answer.json()
