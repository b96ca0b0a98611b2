"""What every page of the studio is: in the reader's language, stored by nobody, with nothing inline."""

import re
from pathlib import Path

import pytest

from control_server.studio import page
from tests.server.studio.conftest import Browser

TEMPLATES = sorted((Path(page.__file__).parent / "templates").glob("*.html"))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_a_template_has_nothing_that_the_content_policy_forbids(template: Path) -> None:
    text = template.read_text()
    assert not re.search(r"\bstyle=|<style|\bon[a-z]+=|javascript:|<script(?![^>]*\bsrc=)|\|\s*safe\b", text)


async def test_a_page_is_of_the_readers_language_and_nobody_stores_it(ana: Browser) -> None:
    for lang, word in (("ro", "Astăzi"), ("en", "Today")):
        answer = await ana.fetched_page("/studio", lang)
        assert f'<html lang="{lang}">' in answer.text and word in answer.text
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Vary"] == "Accept-Language, Cookie"
        assert "unsafe" not in answer.headers["Content-Security-Policy"]


async def test_a_language_that_was_chosen_stays_chosen_in_this_browser(ana: Browser) -> None:
    assert '<html lang="en">' in (await ana.get("/studio")).text
    chosen = await ana.get("/studio/slides?lang=ro&x=1")
    assert '<html lang="ro">' in chosen.text
    assert 'href="/studio/slides?lang=en&amp;x=1" lang="en"' in chosen.text
    assert '<html lang="ro">' in (await ana.get("/studio")).text
    assert '<html lang="ro">' in (await ana.get("/studio?lang=xx")).text
    assert '<html lang="en">' in (await ana.get("/studio?lang=en")).text


async def test_what_is_refused_is_a_page_for_people(ana: Browser) -> None:
    for path, status, words in (
        ("/studio/changes/0000000000", 404, "is not there, expected the id of a change"),
        ("/studio/slides/nu-e", 404, "is not in the pack"),
    ):
        answer = await ana.get(path)
        assert (answer.status, "<h1>This cannot be done</h1>" in answer.text) == (status, True)
        assert words in answer.text and "Nothing was changed." in answer.text


async def test_static_files_and_no_others(ana: Browser) -> None:
    for name, status in (("studio.css", 200), ("studio.js", 200), ("page.py", 404), ("base.html", 404)):
        assert (await ana.get(f"/studio/static/{name}")).status == status
