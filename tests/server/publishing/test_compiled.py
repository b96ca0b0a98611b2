"""What a display is sent is what the whole pack says of that display, and nothing of any other."""

from datetime import UTC, date, datetime, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st

import content
from content import wire
from content.pack.folder import read_folder
from content.pack.model import Pack
from content.pack.parse import parse
from content.pack.sample import moved
from content.publication.differences import ToldDisplay
from content.publication.edition import Compiler, StoredFrame
from content.publication.issue import Publication, issued
from content.publication.manifests import IssuedProgramme, Manifests
from content.publication.planner import plan_for
from content.schedule.resolve import Schedule
from content.wire import dsse
from tests.packs import Documents, parsed
from tests.packs import packs as written
from tests.rounds import rounds
from tests.schedule.oracle import Anywhere, Town
from tests.server.simulator import Clock, simulated

KEY = Ed25519PrivateKey.generate()
SIGN = partial(dsse.sign, context="manifest", key=KEY)
DAY = date(2026, 10, 25)
NOON = datetime(DAY.year, DAY.month, DAY.day, 10, tzinfo=UTC)
KINDS = ("notice", "budget")
"""No calls: measuring the words of a countdown takes half a second. The sample city has some."""
SAMPLE = read_folder(Path(content.__file__).parent / "timisoara")


def compiled(pack: Pack) -> dict[str, ToldDisplay]:
    """Display to what it is told, out of the envelope in which a publication issues it; only nothing is drawn."""
    edition = Compiler().compiled(pack)
    made = {key: StoredFrame(asset=sha256(key.encode()).hexdigest(), size=1, live=()) for key in edition.jobs}
    manifests = Manifests(edition, made)
    publications = issued(map(manifests.of, edition.displays), {}, SIGN, NOON)
    return {
        display: opened(publication, manifests.programme(display), KEY.public_key())
        for display, publication in publications.items()
    }


def opened(publication: Publication, programme: IssuedProgramme, key: Ed25519PublicKey) -> ToldDisplay:
    payload = dsse.verify(publication.envelope, "manifest", [key])
    manifest = wire.decode(payload, wire.Manifest, publication.manifest.display)
    assert manifest.programme == sha256(programme.data).hexdigest()
    return ToldDisplay(manifest, wire.decode(programme.data, wire.Programme, programme.digest))


def says_the_same(told: ToldDisplay, pack: Pack, instants: list[datetime]) -> None:
    manifest, programme = told
    sent, whole = Schedule(programme.plan_of(manifest)), Schedule(plan_for(pack, pack.displays[manifest.display]))
    for at in instants:
        showing = sent.resolve(at)
        assert showing == whole.resolve(at)
        if showing.slide and showing.lang:
            assert programme.frames[showing.slide][showing.lang].asset in programme.assets


@rounds
@given(
    written(DAY, "Europe/Bucharest", "Pacific/Apia", kinds=KINDS),
    st.lists(st.floats(-3, 3) | st.floats(-730, 730), min_size=8, max_size=8),
)
@settings(max_examples=10, deadline=None)
def test_a_manifest_shows_what_the_whole_pack_does(again: int, documents: Documents, days: list[float]) -> None:
    pack = parsed(with_twins(documents))
    for told in compiled(pack).values():
        says_the_same(told, pack, [NOON + timedelta(days) for days in days])


@rounds
@given(written(DAY, "Europe/Bucharest", "Pacific/Apia", kinds=KINDS))
@settings(max_examples=10, deadline=None)
def test_a_manifest_does_not_depend_on_other_displays(again: int, documents: Documents) -> None:
    """The same bytes from a pack that has this display only, its campaigns, and what they show."""
    documents = with_twins(documents)
    for display, told in compiled(parsed(documents)).items():
        (alone,) = compiled(parsed(only(documents, display))).values()
        assert [wire.encode(each) for each in alone] == [wire.encode(each) for each in told]


def with_twins(documents: Documents) -> Documents:
    """And displays that are as the first but for one thing (of the last more notices are asked): what displays have in
    common is compiled once."""
    first = documents["displays.yaml"]["displays"][0]
    panel = {"panel": first["panel"] | {"height": 2160}}
    others: list[dict[str, Any]] = [panel, {"languages": ["de", "ro"]}, {"timezone": "Asia/Kathmandu"}, {"phase": 5}]
    others += [{"hours": [{"from": "09:30", "to": "09:45"}]}, {"theme": "large-text"}, {"touch": True}]
    others += [{"audience": "waiting" if first["audience"] == "passing" else "passing"}, {}]
    twins = [first | {"id": f"twin-{n}"} | other for n, other in enumerate(others)]
    minimum = {"displays": [twins[-1]["id"]], "kinds": {"notice": 0.6}}
    return documents | {
        "city.yaml": documents["city.yaml"]
        | {"minimum_airtime": [*documents["city.yaml"]["minimum_airtime"], minimum]},
        "displays.yaml": {"displays": [*documents["displays.yaml"]["displays"], *twins]},
    }


def only(documents: Documents, display: str) -> Documents:
    town = Town(documents, display, Anywhere("UTC"))  # asked only what concerns the display
    listed = {each["playlist"] for each in town.campaigns}
    shown = {f"slides/{slide}.yaml" for name in listed for slide in town.playlists[name]}
    groups = [each for each in town.city["minimum_airtime"] if town.meant(each["displays"])]
    return {
        "city.yaml": town.city | {"minimum_airtime": [each | {"displays": [display]} for each in groups]},
        "displays.yaml": {"displays": [town.display]},
        "playlists.yaml": {
            "playlists": [each for each in documents["playlists.yaml"]["playlists"] if each["id"] in listed]
        },
        "campaigns.yaml": {"campaigns": [each | {"displays": [display]} for each in town.campaigns]},
        **{name: documents[name] for name in shown},
    }


async def test_what_is_published_of_the_sample_city_shows_what_its_pack_does(tmp_path: Path, clock: Clock) -> None:
    """By the publisher itself: gate, store, signature."""
    files = moved(SAMPLE, clock().date())
    async with simulated(tmp_path, clock) as city:
        await city.publish(files)
        latest, pack = city.published.latest, parse(files)
        assert len(latest) == len(pack.displays) > 2
        instants = [clock() + timedelta(hours=hours, seconds=hours * 37) for hours in range(0, 40 * 24, 61)]
        for publication in latest.values():
            programme = city.published.programmes[publication.manifest.programme]
            says_the_same(opened(publication, programme, city.server.ground.signer.public_key), pack, instants)
