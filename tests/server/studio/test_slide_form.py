"""What a form changes of a slide's file, and nothing else of it."""

import pytest

from content import strict_yaml
from content.findings import RefusedError
from content.pack.slide import Slide
from content.pack.slides import authored
from control_server.studio import slide_form

LANGS = ("ro", "en")
NOTICE = """# until the bridge is mended
kind: notice
title: {ro: "Podul se închide", en: The bridge closes}   # short
body: Joi, la ora 9.
expires: 2026-12-05
"""
SERIES = """kind: dataset
data: data/a.csv
x: an
y: valoare
title: {ro: Mai multe}
breaks:
  - {at: 2016, note: {ro: alt mod}}
source: {name: INS, url: "https://ins.ro", licence: CC BY, as_of: 2024-01-01}
"""


def read(text: str) -> Slide:
    slide: Slide = strict_yaml.typed(strict_yaml.mapping(text.encode(), "a.yaml"), authored(), "a.yaml")
    return slide


def edited(text: str, **values: str) -> str:
    plain = {name.replace("__", "."): value for name, value in values.items()}
    return slide_form.edited(text.encode(), "slides/a.yaml", read(text), LANGS, plain).decode()


def test_every_text_has_a_field_in_each_language() -> None:
    known = {field.name: field.value for field in slide_form.fields(read(NOTICE), LANGS)}
    assert known == {
        "title.ro": "Podul se închide",
        "title.en": "The bridge closes",
        "body.ro": "Joi, la ora 9.",
        "body.en": "",
        "not_before": "",
        "expires": "2026-12-05",
    }
    assert "breaks[0].note.en" in {field.name for field in slide_form.fields(read(SERIES), LANGS)}


def test_what_is_not_changed_stays_as_a_person_wrote_it() -> None:
    values = {field.name: field.value for field in slide_form.fields(read(NOTICE), LANGS)}
    assert slide_form.edited(NOTICE.encode(), "a", read(NOTICE), LANGS, values) == NOTICE.encode()
    assert edited(NOTICE, title__ro="Podul  se \n închide") == NOTICE
    assert edited(NOTICE, other="x", kind="dataset") == NOTICE


@pytest.mark.parametrize(
    ("values", "field", "becomes"),
    [
        ({"title__ro": "Podul se deschide"}, "title", {"ro": "Podul se deschide", "en": "The bridge closes"}),
        ({"title__en": ""}, "title", {"ro": "Podul se închide"}),
        ({"body__ro": "Vineri."}, "body", "Vineri."),
        ({"body__en": "On Thursday."}, "body", {"ro": "Joi, la ora 9.", "en": "On Thursday."}),
        ({"title__ro": 'cu "ghilimele": #și'}, "title", {"ro": 'cu "ghilimele": #și', "en": "The bridge closes"}),
    ],
)
def test_a_text_in_one_language(values: dict[str, str], field: str, becomes: object) -> None:
    after = edited(NOTICE, **values)
    assert getattr(read(after), field) == becomes
    assert after.startswith("# until the bridge is mended\n") and "# short" in after


def test_a_moment_is_put_and_taken_away() -> None:
    moved = read(edited(NOTICE, expires="2026-12-08T18:00", not_before="2026-12-01"))
    assert moved.expires and moved.not_before
    assert (moved.expires.text, moved.not_before.text) == ("2026-12-08T18:00", "2026-12-01")
    assert read(edited(NOTICE, expires="")).expires is None


def test_a_text_within_a_list() -> None:
    after = slide_form.edited(SERIES.encode(), "a", read(SERIES), LANGS, {"breaks[0].note.en": "another way"})
    notes = [passage.text for passage in read(after.decode()).prose() if passage.field == "breaks[0].note"]
    assert notes == [{"ro": "alt mod", "en": "another way"}]


def test_a_field_has_an_end() -> None:
    with pytest.raises(RefusedError, match="has 2,001 characters, expected at most 2,000"):
        edited(NOTICE, body__ro="x" * 2_001)
