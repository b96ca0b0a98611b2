"""A budget's page: it fits, it is read in passing, its countdown stands in its place."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import msgspec
import pytest

from content import live
from content.findings import RefusedError
from content.slides import budget_views
from content.slides.compose import characters, compose
from content.slides.drawing import draw, export
from content.slides.job import Format
from tests.slides.budget_tables import LANGS, NEAR_720, composed
from tests.slides.budgets import BEFORE, VIEWS, budget_city
from tests.slides.samples import FORMATS, city


@pytest.mark.parametrize("name", ["buget-ce-este", "buget-total", "buget-venituri"])
@pytest.mark.parametrize("lang", LANGS)
def test_long_names_have_their_figure_under_them_before_type_is_smaller(name: str, lang: str) -> None:
    """At least two steps over the minimum of 22 minutes of arc in portrait, in each language."""
    portrait = Format.of(city().displays["primarie"])
    assert draw(compose(city(), name, lang, portrait)).arcmin > 28


@pytest.mark.parametrize(("name", "metres"), [("buget-100", 2.4), ("buget-locuitor", 2.2), ("buget-schimbare", 2.2)])
def test_fewer_rows_before_a_page_is_refused(name: str, metres: float) -> None:
    fmt = Format(width=1280, height=720, pixels_per_mm=1.8, viewing_distance_m=metres)
    job = compose(budget_city(), name, "ro", fmt)
    assert draw(job).arcmin == 22
    with pytest.raises(RefusedError, match="has no room for the "):
        draw(msgspec.structs.replace(job, data=msgspec.structs.replace(job.data, fewer=())))


def test_the_countdown_is_drawn_in_its_place() -> None:
    made = draw(compose(budget_city(), "buget-obiectii", "ro", FORMATS["landscape"]))
    part = next(part for part in made.live if part.part == "countdown")
    zone = ZoneInfo("Europe/Bucharest")
    assert part.until == datetime(2026, 12, 7, 14, 0, tzinfo=UTC)
    assert live.text(part, part.until - timedelta(days=13, minutes=-1), zone) == "mai sunt 12 zile"
    assert live.text(part, part.until - timedelta(hours=30), zone) == "mai sunt 29 de ore"
    assert live.text(part, part.until, zone) == ""
    assert part.x + part.width < FORMATS["landscape"].width


def test_on_paper_there_is_no_countdown() -> None:
    pdf = export(compose(budget_city(), "buget-obiectii", "ro", FORMATS["landscape"]), "pdf")
    assert pdf.startswith(b"%PDF")


@pytest.mark.parametrize("name", [*VIEWS, "buget-ce-este", "buget-locuitor"])
def test_fits_in_every_language_on_a_small_screen(name: str) -> None:
    """The least room there is: 32 inches of 1280 × 720 read from 2 m; portrait beside it for the longest words."""
    for lang in LANGS:
        draw(compose(budget_city(), name, lang, NEAR_720))
    draw(compose(budget_city(), name, "de", FORMATS["portrait"]))


@pytest.mark.parametrize("name", [*VIEWS, "buget-ce-este"])
def test_it_is_read_in_passing(name: str) -> None:
    """At most what is read in 18 s at 12 characters a second: a slide stays 20 s, two of them to notice it."""
    for lang in LANGS:
        assert 60 < characters(budget_city(), name, lang) <= 216


def test_longer_names_leave_fewer_changes() -> None:
    pack = budget_city()
    names = {"81": dict.fromkeys(LANGS, "Combustibili, energie și căldură")}
    named = msgspec.structs.replace(pack, names=msgspec.structs.replace(pack.names, expenditure=names))
    rows = composed(named, "buget-schimbare")["rows"]
    assert [row["label"].replace("\u00a0", " ") for row in rows if not row["whole"]] == [
        "Transport",
        "Combustibili, energie și căldură",
        "Toate celelalte",
    ]
    assert characters(named, "buget-schimbare", "ro") <= budget_views.READ


def test_the_fixture_adds_up() -> None:
    """Its total row is checked when it is read; this is the sum the comments above count with."""
    rows = [line.split(";") for line in BEFORE.splitlines()[1:]]
    lei = [Decimal(row[2].replace(".", "").replace(",", ".")) for row in rows]
    assert sum(lei[:-1]) == lei[-1] == Decimal("1921949.49")
