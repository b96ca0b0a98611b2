"""A source is read for a person: what it would make is drawn and judged, and nothing is published."""

from pathlib import Path

import msgspec
import pytest

from content.findings import RefusedError
from control_server.sources import reading
from control_server.sources.reading import Reading, ReadingRequest
from tests.server.simulator import Simulated

LANGS = ("ro", "en")
TABLE = b"an,valoare\n2017,10\n2018,12\n2019,15\n"
OPTIONS = {
    "id": "tramvaie",
    "title": "Mai multe tramvaie",
    "unit": "tramvaie",
    "source-name": "INS",
    "licence": "CC BY",
    "page": "https://ins.ro",
    "short": "ins.ro",
    "as-of": "2019-12-31",
}
NOTICE = Path("docs/examples/sources/inchidere.txt").read_bytes()


def dataset(**options: str) -> ReadingRequest:
    return ReadingRequest(what="dataset", reader="dataset", source="a.csv", options=OPTIONS | options)


async def read(city: Simulated, request: ReadingRequest, data: bytes) -> tuple[Reading, list[str]]:
    steps: list[str] = []
    result = await city.server.studio.source.readings.reader.read(
        request, {request.source: data}, lambda step, done, needed: steps.append(step)
    )
    return result, list(dict.fromkeys(steps))


async def test_what_is_whole_is_drawn_and_judged_and_nothing_is_published(city: Simulated) -> None:
    before = city.published
    result, steps = await read(city, dataset(), TABLE)
    assert steps == ["reads", "draws", "checks"]
    (slide,) = result.slides
    assert (slide.id, slide.title, slide.replaces, slide.lacks) == ("tramvaie", "Mai multe tramvaie", False, ())
    assert (await city.server.surroundings.blobs.located(slide.asset)).is_file()
    assert result.errors == ()
    assert result.imported.tables[0].read == ("B",)
    assert city.published is before
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(result), type=Reading) == result


async def test_what_the_gate_would_refuse_is_told(city: Simulated) -> None:
    request = msgspec.structs.replace(dataset(), playlist="niciuna")
    result, _ = await read(city, request, TABLE)
    assert [finding.code for finding in result.errors] == ["reference"]


async def test_a_draft_is_drawn_with_examples_and_not_judged(city: Simulated) -> None:
    request = ReadingRequest(what="notice", reader="consultations", source="anunt.txt", options={"kind": "notice"})
    result, steps = await read(city, request, NOTICE)
    assert steps == ["reads", "draws"]
    proposal = reading.proposed(result.imported, request, LANGS)
    assert proposal.open and proposal.questions == ()
    (slide,) = result.slides
    without = msgspec.structs.replace(request, left_out=(slide.id,))
    assert reading.proposed(result.imported, without, LANGS).imported.files == {}


async def test_nothing_is_read_before_a_question_is_answered_and_nothing_is_kept_of_nothing(city: Simulated) -> None:
    result, _ = await read(city, dataset(), b"an,vechi,noi\n2017,10,1\n2018,12,2\n")
    assert result.slides == ()
    proposal = reading.proposed(result.imported, dataset(), LANGS)
    assert proposal.open and proposal.imported.files == {}
    with pytest.raises(RefusedError, match="brings nothing"):
        reading.edits(proposal, dataset(), city.published)


async def test_what_is_kept_are_edits_of_the_pack_with_the_slide_in_its_playlist(city: Simulated) -> None:
    request = msgspec.structs.replace(dataset(), playlist="toate")
    result, _ = await read(city, request, TABLE)
    edits = reading.edits(reading.proposed(result.imported, request, LANGS), request, city.published)
    assert set(edits) == {
        "data/tramvaie.csv",
        "data/tramvaie.csv.source.yaml",
        "playlists.yaml",
        "slides/tramvaie.yaml",
    }
    assert b"tramvaie" in edits["playlists.yaml"]
