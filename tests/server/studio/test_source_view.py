"""What the page of a reading shows: findings once, notices beside what was read of them, playlists by their names."""

import msgspec

from content.findings import Finding
from content.imports.conversation import Imported
from content.pack.parse import parse
from control_server.sources.reading import Reading, ReadingRequest
from control_server.storage.errands import Errand
from control_server.studio import source_view
from tests import sample
from tests.server.simulator import PACK, START, Simulated


def finding(code: str, message: str, where: str = "a") -> Finding:
    return Finding(level="warning", code=code, where=where, message=message)


def test_what_is_said_of_several_slides_is_said_once() -> None:
    same = [finding("unused", "is in no playlist", where) for where in ("a", "b")]
    other = finding("unit", "thousand lei")
    assert source_view.together([same[0], other, same[1]], "en") == [
        (same[0], 2, (), "It is in no playlist: no screen shows it."),
        (other, 1, (), "thousand lei"),
    ]


def test_what_an_import_says_is_in_the_language_of_who_reads_it() -> None:
    values: dict[str, str | int | float] = {"form": "without-a-day", "count": 2, "names": "O vizită, Un târg"}
    skipped = Finding(level="warning", code="skipped", where="a", message="left out", values=values)
    ((_, _, _, sentence),) = source_view.together([skipped], "ro")
    assert sentence == "Fără nicio zi: 2 (O vizită, Un târg)."
    assert (
        source_view.together([msgspec.structs.replace(skipped, values={"form": "over"})], "ro")[0].sentence
        == "a: lăsate deoparte."
    )


def test_the_playlist_that_has_such_slides_already_is_chosen() -> None:
    lists = b"playlists: [{id: a, slides: [anunt]}, {id: b, slides: [alta]}]"
    call = sample.files()["slides/strada.yaml"]
    pack = parse({**PACK, "slides/alta.yaml": call, "playlists.yaml": lists, "campaigns.yaml": b"campaigns: []"})
    assert source_view.playlist_of(pack, "notice") == "a"
    assert source_view.playlist_of(pack, "calls") == "b"
    assert source_view.playlist_of(pack, "budget") == ""
    assert source_view.playlist_of(parse(PACK), "budget") == "toate"  # there is no other


async def test_findings_are_grouped_by_code_and_a_notice_is_shown_beside(city: Simulated) -> None:
    findings = (finding("unit", "x"), finding("left-out", "y"), finding("draft", "z"), finding("date", "w"))
    asked = ReadingRequest(what="notice", reader="consultations", source="a.txt")
    files = msgspec.msgpack.encode({"a.txt": b"Strada <b>"})
    errand = Errand(id="e", kind="import", by="p", at=START, state="done", request=b"", files=files)
    result = Reading(imported=Imported(files={}, findings=findings))
    shown = source_view.shown(errand, asked, result, city.published)
    assert {name: [each.code for each in told] for name, told in shown["told"].items()} == {
        "reconciles": ["unit"],
        "left_out": ["left-out"],
        "look": ["date"],
    }
    assert (shown["text"], shown["open"], shown["brings"]) == ("Strada <b>", 0, False)
    assert shown["playlists"] == [("toate", "toate", 1)]
    assert shown["number"]("1.234,50") and shown["number"]("(12)") and not shown["number"]("mii lei")


def test_a_language_that_is_missing_is_said_once_for_all_of_them() -> None:
    missing = [
        Finding(
            level="warning", code="language-missing", where="slides/a.yaml:$.title", message=f"in {lang}", lang=lang
        )
        for lang in ("en", "hu")
    ]
    (told,) = source_view.together(missing, "en")
    assert (told.slides, told.langs) == (1, ("en", "hu"))
