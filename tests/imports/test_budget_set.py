"""The slides a budget becomes: which are made, which are not and why, and what a person wrote is kept."""

from decimal import Decimal

import msgspec
import yaml

from content import strict_yaml
from content.checks import gate
from content.checks.frames import ShownFrame
from content.checks.subject import Fault
from content.checks.written.figures import headline_figures
from content.imports import options
from content.imports.budget import IMPORTER
from content.imports.conversation import Context, Told, held
from content.pack.model import PROVENANCE
from content.pack.parse import parse
from content.pack.slides import Budget
from content.readers.budgets import budget as reader
from content.slides.compose import compose
from content.slides.drawing import draw
from tests import sample
from tests.imports.test_budget import BOTH, CITY, LANGS, NOW, SPENT, WHOLE, bring, messages, set_of
from tests.slides.budgets import BEFORE
from tests.slides.samples import FORMATS


def test_both_files_become_the_set() -> None:
    imported, asked = bring("cheltuieli-2024.csv", BOTH, **WHOLE)
    assert asked == ["cheltuieli-2024.csv", "venituri-2024.csv"]
    assert imported.slides == ("b-ce-este", "b-total", "b-100", "b-venituri", "b-locuitor")
    pack = set_of(imported)
    for name in imported.slides:
        slide = pack.slides[name]
        assert isinstance(slide, Budget)
        assert (slide.year, slide.status, slide.unit) == (2024, "voted", "thousand lei")
        assert pack.languages(slide) == LANGS
        for lang in LANGS:
            compose(pack, name, lang, FORMATS["landscape"])
        draw(compose(pack, name, "de", FORMATS["landscape"]))


def test_the_files_read_back_to_the_same_figures_and_say_where_they_are_from() -> None:
    imported, _ = bring("https://example.org/cheltuieli-2024.csv", {"https://example.org/cheltuieli-2024.csv": SPENT})
    path = "data/buget-2024-cheltuieli.csv"
    again = reader.read(imported.files[path], path, "thousand lei", 250_849)
    assert again.total == Decimal("2352378930")
    assert again.section("investing") == Decimal("1114592350")
    pack = set_of(imported)
    known = pack.provenance[path]
    assert known.address == "https://example.org/cheltuieli-2024.csv"
    assert (known.fetched.text, known.as_of and known.as_of.text) == ("2026-11-24T09:30:00+00:00", "2024-02-01")
    assert known.digest is not None
    assert len(known.digest) == 64


def test_a_file_of_this_machine_is_named_without_its_folder() -> None:
    imported, _ = bring("/home/ana/cheltuieli-2024.csv", {"/home/ana/cheltuieli-2024.csv": SPENT})
    text = imported.files[f"data/buget-2024-cheltuieli.csv{PROVENANCE}"]
    assert yaml.safe_load(text)["address"] == "cheltuieli-2024.csv"


def test_the_slide_is_written_as_a_person_would() -> None:
    imported, _ = bring("cheltuieli-2024.csv", BOTH, **WHOLE)
    written = yaml.safe_load(imported.files["slides/b-locuitor.yaml"])
    assert list(written) == ["kind", "view", "period", "data", "unit", "year", "status", "title", "source", "link"]
    assert written["source"]["name"]["hu"] == "2024. évi helyi költségvetés"


def test_without_revenue_there_is_no_slide_of_it() -> None:
    imported, _ = bring("cheltuieli-2024.csv", BOTH)
    assert "buget-2024-venituri" not in imported.slides
    assert any(
        "slides/buget-2024-venituri.yaml: is not made: no revenue is read from the source" in each
        for each in messages(imported, "not-made")
    )


def test_without_sections_there_is_no_slide_of_them() -> None:
    imported, _ = bring("buget-2023.csv", {"buget-2023.csv": BEFORE.encode()}, year="2023")
    assert imported.slides == ("buget-2023-ce-este", "buget-2023-100", "buget-2023-locuitor")
    assert any("does not say the two sections" in each for each in messages(imported, "not-made"))


def test_a_change_needs_the_year_before_and_names_it_where_it_is() -> None:
    before, _ = bring("buget-2023.csv", {"buget-2023.csv": BEFORE.encode()}, year="2023")
    files = {**CITY, **before.files}
    imported, _ = bring("cheltuieli-2024.csv", BOTH, files)
    assert "buget-2024-schimbare" not in imported.slides
    assert any("say `previous` data/buget-2023-cheltuieli.csv" in each for each in messages(imported, "not-made"))
    imported, _ = bring("cheltuieli-2024.csv", BOTH, files, previous="data/buget-2023-cheltuieli.csv")
    pack = set_of(imported, files)
    slide = pack.slides["buget-2024-schimbare"]
    assert isinstance(slide, Budget)
    assert slide.previous is not None
    assert (slide.previous.year, slide.previous.status, slide.previous.unit) == (2023, "voted", "thousand lei")
    assert slide.previous.inflation is None
    assert pack.city.say(slide.title, "ro") == "Bugetul crește cu 430 de milioane de lei"
    assert messages(imported, "real") == [
        "slides/buget-2024-schimbare.yaml: shows no real change: say `inflation` to have prices counted out"
    ]


def test_the_change_of_a_small_town_bears_its_own_headline() -> None:
    """Rows in thousands, a headline in millions: +9,810 and 9.81. A town that says 8.91 is told."""
    before = b"cod;denumire;total\n67.02;Cultura;8000\n84.02;Transporturi;12000\n"
    after = b"cod;denumire;total\n67.02;Cultura;9000\n84.02;Transporturi;20810\n"
    town = CITY["city.yaml"].replace(b"value: 250849", b"value: 9000")
    files = {**CITY, "city.yaml": town, "data/inainte.csv": before}
    imported, _ = bring("a.csv", {"a.csv": after}, files, year="2024", previous="data/inainte.csv")
    path = "slides/buget-2024-schimbare.yaml"
    assert strict_yaml.mapping(imported.files[path], path)["title"]["ro"] == "Bugetul crește cu 9,81 milioane de lei"

    def faults(slide: bytes) -> list[Fault]:
        pack = parse({**files, **imported.files, path: slide})
        jobs = [
            (lang, compose(pack, "buget-2024-schimbare", lang, FORMATS["landscape"])) for lang in pack.city.languages
        ]
        pages = [ShownFrame("hol", "buget-2024-schimbare", lang, job) for lang, job in jobs]
        return [fault for page in pages for fault in headline_figures(pack, page)]

    assert faults(imported.files[path]) == []
    assert len(faults(imported.files[path].replace(b"9,81 milioane", b"8,91 milioane"))) == 1
    assert len(faults(imported.files[path].replace(b"9,81 milioane", b"9,81 miliarde"))) == 1


def test_objections_are_for_drafts_and_their_last_day_is_a_persons() -> None:
    voted, _ = bring("cheltuieli-2024.csv", BOTH)
    assert not any("obiectii" in each for each in (*voted.slides, *messages(voted, "not-made")))
    draft, _ = bring("cheltuieli-2024.csv", BOTH, status="draft", published="2024-01-12")
    assert draft.slides == ()
    assert "drafts/buget-2024-obiectii.yaml" not in draft.files
    assert (
        b"# TO FINISH: `expires`: until when are objections taken, and the draft shown? (`objections-until` 2024-01-26"
        in draft.files["drafts/buget-2024-100.yaml"]
    )
    (told,) = (each for each in messages(draft, "not-made") if "obiectii" in each)
    assert "nobody said until when objections are taken; published on 2024-01-12" in told
    assert all(day in told for day in ("2024-01-26", "2024-01-27", "2024-01-28"))
    chosen = {"status": "draft", "published": "2024-01-12", "objections_until": "2024-01-27T16:00"}
    nowhere, _ = bring("cheltuieli-2024.csv", BOTH, **chosen)
    assert any("nobody said where objections are sent" in each for each in messages(nowhere, "not-made"))
    imported, _ = bring("cheltuieli-2024.csv", BOTH, web="https://example.org/p", short="ex.org/p", **chosen)
    assert {
        slide.expires and slide.expires.text for name, slide in set_of(imported).slides.items() if "2024-" in name
    } == {
        "2024-01-27T16:00",
        None,  # of the objections: they end by themselves
    }
    slide = set_of(imported).slides["buget-2024-obiectii"]
    assert isinstance(slide, Budget)
    assert slide.objection is not None
    assert slide.objection.until.text == "2024-01-27T16:00"
    assert (slide.objection.channels.phone, slide.objection.channels.short) == ("0256 408 300", "ex.org/p")


def test_what_a_person_must_say_makes_drafts_of_the_slides() -> None:
    picked = options.chosen({"status": "voted", "unit": "thousand lei"}, IMPORTER.options)
    context = Context(parse(CITY), CITY, NOW)
    imported = held(
        IMPORTER.converse("buget-2024.csv", picked, context), lambda ask: Told(address=ask.address, body=SPENT)
    )
    assert imported.slides == ()
    text = imported.files["drafts/buget-2024-100.yaml"].decode()
    assert text.startswith("# TO FINISH: `source.url`: where can this budget be read?")
    assert "# TO FINISH: `source.as_of`" in text
    assert [(each.key, each.option) for each in imported.questions] == [
        ("source.url", "source-url"),
        ("source.as_of", "as-of"),
    ]


def test_a_pack_without_names_is_given_the_table() -> None:
    files = sample.files()
    imported, _ = bring("cheltuieli-2024.csv", BOTH, files)
    pack = set_of(imported, files)
    assert pack.names.expenditure["84"] == {
        "ro": "Transport",
        "en": "Transport",
        "hu": "Közlekedés",
        "de": "Verkehr",
        "sr": "Саобраћај",
    }
    assert "names.yaml" not in bring("cheltuieli-2024.csv", BOTH)[0].files


def test_an_import_again_mends_its_own_titles_and_keeps_a_persons() -> None:
    first, _ = bring("cheltuieli-2024.csv", BOTH)
    files = {**CITY, **first.files}
    mine = yaml.safe_load(first.files["slides/buget-2024-100.yaml"])
    mine["title"] = {"ro": "Cei mai mulți bani merg pe drumuri"}
    mine["expires"] = "2024-12-31"
    files["slides/buget-2024-100.yaml"] = yaml.safe_dump(mine, allow_unicode=True).encode()
    corrected = SPENT.replace(b"686.977,25", b"786.977,25").replace(b"2.352.378,93", b"2.452.378,93")
    corrected = corrected.replace(b"190.742,08", b"290.742,08").replace(b"1.237.786,58", b"1.337.786,58")
    imported, _ = bring("cheltuieli-2024.csv", {"cheltuieli-2024.csv": corrected}, files)
    pack = set_of(imported, files)
    assert pack.slides["buget-2024-100"].headline() == {"ro": "Cei mai mulți bani merg pe drumuri"}
    assert pack.slides["buget-2024-100"].expires is not None
    assert pack.city.say(pack.slides["buget-2024-locuitor"].headline(), "ro") == (
        "Transport: 262 de lei pe lună de locuitor"  # 261.44, and 815 in all: one more for the largest remainders
    )
    told = messages(imported, "title")
    assert any("buget-2024-100.yaml" in each and "look whether it is true" in each for each in told)
    assert any("buget-2024-locuitor.yaml" in each and "import again with `--replace`" in each for each in told)


def test_an_import_again_of_the_same_changes_no_slide() -> None:
    first, _ = bring("cheltuieli-2024.csv", BOTH, **WHOLE)
    again, _ = bring("cheltuieli-2024.csv", BOTH, {**CITY, **first.files}, **WHOLE)
    for path in first.files:
        assert again.files[path] == first.files[path], path


def test_the_set_passes_the_gate_in_every_language_on_the_smallest_display() -> None:
    """Nothing of what is generated has to be mended by a person before it can be published."""
    imported, _ = bring("cheltuieli-2024.csv", BOTH, **WHOLE)
    pack = set_of(imported)
    station = msgspec.structs.replace(pack.displays["gara"], languages=LANGS)
    playlist = msgspec.structs.replace(pack.playlists["buget"], slides=imported.slides)
    pack = msgspec.structs.replace(
        pack,
        displays={"gara": station},
        playlists={"buget": playlist},
        campaigns={"bugetul-orasului": pack.campaigns["bugetul-orasului"]},
        slides={name: pack.slides[name] for name in imported.slides},
    )
    assert [str(finding) for finding in gate.complete(pack, NOW)] == []
