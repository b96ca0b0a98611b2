"""Every rule of the gate: a pack that breaks it and nothing else, beside one just this side of it."""

import io
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from PIL import Image

from content.checks import gate
from tests.checks import packs

Change = tuple[str, str, str]
BUDGET, TRAMS, CALL, NOTICE = (f"slides/{name}.yaml" for name in ("buget", "tramvai", "strada", "apa"))
LONG_NOTICE = "Lucrăm la conductă. " * 4


def picture(size: tuple[int, int], light: int, dark: int) -> bytes:
    """Half and half, in two greys."""
    image = Image.new("RGB", size, (light, light, light))
    image.paste((dark, dark, dark), (0, 0, size[0] // 2, size[1]))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


@dataclass(frozen=True)
class Trap:
    """`bad` has this finding only; `good` has none."""

    code: str
    bad: tuple[Change, ...]
    good: tuple[Change, ...] = ()
    now: datetime = packs.NOW
    good_now: datetime = packs.NOW
    media: dict[str, bytes] = field(default_factory=dict)
    good_media: dict[str, bytes] = field(default_factory=dict)
    name: str = ""


def with_picture(alt: str = "alt: {ro: Harta, en: The map}") -> Change:
    return (NOTICE, "expires:", f"image: media/harta.png\n{alt}\nexpires:")


CLEAR = {"harta": picture((1200, 800), 250, 20)}


def beside(more: str) -> Change:
    """Another campaign beside the one that always plays."""
    return ("campaigns.yaml", "toate}]", f"toate}}, {{id: alta, playlist: toate, {more}}}]")


def swap(code: str, path: str, old: str, bad: str, good: str | None = None, name: str = "") -> Trap:
    """One text of the faultless pack, replaced; without `good` the pack as it is stands beside it."""
    return Trap(code, ((path, old, bad),), () if good is None else ((path, old, good),), name=name)


BODY, HEADLINE, FINDING = (
    "Lucrăm la conductă până la ora 18.",
    "Apa revine diseară",
    "Din 100 de lei, 50 merg la transport",
)
EXPIRES, WEB, TYPED = "expires: 2026-11-30T18:00", "https://www.proba.ro/strada", "short: proba.ro/strada"
TYPED_ELSEWHERE = (CALL, TYPED, "short: tm.ro/strada")
WITHOUT_END = (NOTICE, EXPIRES, "")
HUNGARIAN = ("displays.yaml", "languages: [ro, en]", "languages: [ro, en, hu]")
WAITING = ("displays.yaml", "languages: [ro]", "languages: [ro]\n    audience: waiting")
COPIED = ("playlists.yaml", "apa]", "apa, apa-2]")

READ_FROM = "data/tramvaie.csv.source.yaml"
READ = "{{address: 'https://date.proba.ro/t', fetched: '2026-11-30T10:00', as_of: {}}}"

TRAPS = [
    swap("cedilla", NOTICE, "diseară", "diseară în oraş", "diseară în oraș"),
    swap("cedilla", "city.yaml", "ghișeul", "ghişeul", name="city"),
    swap("cedilla", "names.yaml", "Școli", "Şcoli", name="names"),
    Trap("dates", ((CALL, "closes: 2026-12-06T23:59", "closes: 2026-11-20T00:00"),),
         now=datetime(2026, 11, 1, tzinfo=UTC)),
    swap("dates", "campaigns.yaml", "toate}", "toate, from: 2027-01-02, to: 2027-01-01}",
         "toate, from: 2027-01-01, to: 2027-01-01}", name="campaign"),
    swap("future", BUDGET, "as_of: 2024-02-01", "as_of: 2026-11-24", "as_of: 2026-11-23", name="source"),
    swap("future", "city.yaml", "2021-12-01", "2026-11-24", "2026-11-23", name="people"),
    swap("future", READ_FROM, "", READ.format("2026-12-01"), READ.format("2026-11-30"), name="read"),
    swap("as-of", BUDGET, ", as_of: 2024-02-01", ""),
    swap("source", TRAMS, "https://date.proba.ro/t", "primăria", "http://d.ro"),
    swap("licence", TRAMS, "licence: CC BY", 'licence: "?"', "licence: OGL"),
    swap("licence", TRAMS, "licence: CC BY", "licence: {ro: necunoscută}", name="unknown"),
    swap("stage", BUDGET, "Din 100", "Proiectul de buget: din 100", "Buget votat: din 100"),
    swap("stage", BUDGET, "Of every 100", "Draft budget: of every 100", "Voted budget: of every 100", name="en"),
    swap("short-address", CALL, TYPED, "short: vezi pe site", "short: proba.ro/s-1"),
    swap("short-host", CALL, TYPED, "short: tm.ro/strada", "short: www.proba.ro/s"),
    Trap("short-host", (TYPED_ELSEWHERE, ("sources.yaml", "", "hosts: [date.proba.ro]")),
         (TYPED_ELSEWHERE, ("sources.yaml", "", 'hosts: ["http://tm.ro:8080"]')), name="known"),
    swap("telephone", CALL, 'phone: "0256 408 300"', "phone: fără", 'phone: "112"'),
    Trap("alt", (with_picture(alt=""),), (with_picture(),), media=CLEAR, good_media=CLEAR),
    swap("long-headline", NOTICE, HEADLINE, f"Apa revine {'x' * 12} {'y' * 12} {'z' * 12} v {'w' * 9}",
         f"Apa revine {'x' * 12} {'y' * 12} {'z' * 12} v {'w' * 8}"),
    swap("long-text", NOTICE, BODY, LONG_NOTICE + "Fără apă caldă.", LONG_NOTICE + "Fără apă."),
    swap("topic", BUDGET, FINDING, "Bugetul local 2024", "Jumătate din buget"),
    swap("topic", NOTICE, "Water returns tonight", "Important notice", "Water is back", name="en"),
    swap("colour-only", TRAMS, "unit: {ro: tramvaie", "unit: {ro: tramvaie (cu verde)", "unit: {ro: tramvaie verzi"),
    swap("colour-only", TRAMS, "en: trams}", "en: the green bars}", "en: green trams}", name="en"),
    swap("long-word", NOTICE, "conductă", "contravenționalizare", "responsabilităț"),
    swap("long-sentence", NOTICE, BODY, " ".join(["apa"] * 19) + ".", " ".join(["apa"] * 18) + "."),
    Trap("expiry", ((NOTICE, "ora 18.", "6 decembrie."), WITHOUT_END), ((NOTICE, "ora 18.", "6 decembrie."),)),
    Trap("expiry", ((NOTICE, "until 18.", "until 6.12.2026."), WITHOUT_END), (WITHOUT_END,), name="digits"),
    swap("expiry", BUDGET, "status: voted", "status: draft", "status: draft\nexpires: 2027-01-01", name="draft"),
    swap("expiry", TRAMS, "fresh_for_days: 3650", "featured: true", "featured: true\nexpires: 2026-12-01", name="week"),
    Trap("over", (), now=datetime(2026, 11, 30, 16, tzinfo=UTC), good_now=datetime(2026, 11, 30, 15, 59, tzinfo=UTC)),
    Trap("over", (beside('from: 2026-10-01, rrule: "FREQ=DAILY;COUNT=3"'),),
         (beside('from: 2026-10-01, rrule: "FREQ=DAILY;COUNT=54"'),), name="counted"),
    Trap("over", (beside('from: 2026-10-01, rrule: "FREQ=WEEKLY;UNTIL=20261120"'),),
         (beside('from: 2026-10-01, rrule: "FREQ=WEEKLY;UNTIL=20261126"'),), name="until"),
    Trap("over", (beside("rdate: [2026-10-05, 2026-11-22]"),), (beside("rdate: [2026-10-05, 2026-11-23]"),),
         name="added"),
    Trap("over", (beside('rdate: [2026-11-22], dayparts: [{from: "20:00", to: "08:00"}]'),),
         (beside('rdate: [2026-11-22], dayparts: [{from: "20:00", to: "16:00"}]'),), name="night"),
    swap("legal", CALL, "closes: 2026-12-06T23:59", "closes: 2026-11-25T23:59\nlegal_basis: Legea 52/2003",
         "closes: 2026-12-04T23:59\nlegal_basis: Legea 52/2003"),
    swap("stale", TRAMS, "3650", "2518", "2527"),
    swap("soon-stale", TRAMS, "3650", "2525", "2527"),
    swap("language-missing", NOTICE, ", en: We work on the pipe until 18.", "", ", en: We work."),
    Trap("language-empty", (("city.yaml", "[ro, en]", "[ro, en, hu]"), HUNGARIAN),
         (("city.yaml", "[ro, en]", "[ro, en, hu]"),)),
    Trap("difficult", (WAITING, (CALL, "Oricine,", "Puterea " * 11 + "a. " + "Ce " * 10 + ",")),
         (WAITING, (CALL, "Oricine,", "Puterea " * 11 + "a. " + "Ce " * 11 + ","))),
    swap("unused", "playlists.yaml", ", apa]", "]"),
    Trap("draft", (("drafts/zavoi.yaml", "", "kind: notice"),), (("drafts/notes.txt", "", "later"),)),
    swap("idle", "campaigns.yaml", "toate}", "toate, displays: [hol]}", "toate, displays: all}"),
    Trap("twin", (("slides/apa-2.yaml", "", packs.FILES[NOTICE]), COPIED),
         (("slides/apa-2.yaml", "", packs.FILES[NOTICE].replace("Apa", "Gazul")), COPIED)),
    swap("repeated", "playlists.yaml", "apa]", "apa, buget]"),
    swap("headline-figure", BUDGET, "Din 100 de lei, 50", "Din 100 de lei, 51", "În 2024 din 100 de lei, 50"),
    swap("headline-figure", TRAMS, "77 mai puține", "78 mai puține", name="difference"),
    swap("headline-figure", TRAMS, "82 de tramvaie, cu 77", "52 de tramvaie, cu 77", name="ratio"),
    swap("headline-figure", TRAMS, "cu 77 mai", "cu 49% mai", "cu 48% mai", name="percent"),
    swap("percent", BUDGET, "Din 100 de lei, 50 merg", "Transportul ia 50% din buget și merge", "Merg 50% din lei"),
    swap("aged", TRAMS, "as_of: 2019-12-31", "as_of: 2021-12-31", "as_of: 2020-12-30"),
    swap("qr-fine", CALL, WEB, "https://www.proba.ro/" + "s" * 120, "https://www.proba.ro/" + "s" * 60),
    Trap("coarse", (with_picture(),), (with_picture(),), media={"harta": picture((100, 80), 250, 20)},
         good_media=CLEAR),
    Trap("flat", (with_picture(),), (with_picture(),), media={"harta": picture((1200, 800), 240, 160)},
         good_media={"harta": picture((1200, 800), 240, 120)}),
]  # fmt: skip


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: f"{trap.code} {trap.name}".strip())
def test_the_rule_and_only_it(trap: Trap) -> None:
    assert packs.codes(packs.parsed(*trap.bad, **trap.media), trap.now) == {trap.code}
    assert packs.codes(packs.parsed(*trap.good, **trap.good_media), trap.good_now) == set()


def test_a_pack_without_a_fault() -> None:
    assert gate.complete(packs.parsed(), packs.NOW) == []


def test_too_long_says_by_how_much() -> None:
    """The fix is exact: one character less shortened is still too long."""
    who = "Oricine locuiește aici. " * 5 + "o" * 14
    found = packs.parsed((CALL, "Oricine,", f"{who},"))
    (finding,) = [each for each in gate.check(found, packs.NOW) if each.code == "too-long"]
    assert (finding.level, finding.display, finding.lang) == ("error", "piata", "ro")  # those who wait have the time
    assert finding.fix is not None
    excess = int(finding.fix.split()[3])
    for less, codes in ((excess - 1, {"too-long"}), (excess, set())):
        shorter = packs.parsed((CALL, "Oricine,", f"{who[less:]},"))
        assert packs.codes(shorter) == codes
