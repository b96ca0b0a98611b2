"""How a kind says its looks: a value that nobody changes, with a template of this package or of its own."""

from dataclasses import FrozenInstanceError, replace
from pathlib import Path

import pytest

from content.pack.slides import Notice
from content.slides import notice
from content.slides.compose import compose
from content.slides.kinds import KINDS
from tests.slides.samples import FORMATS, city


def test_it_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        notice.KIND.template = "other"  # type: ignore[misc]


def test_a_template_of_the_package_is_named_and_one_from_elsewhere_is_sent_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = compose(city(), "registratura", "ro", FORMATS["landscape"])
    assert (own.template, own.source) == ("notice", None)
    (tmp_path / "poster.typ").write_text('#import "page.typ": *')
    monkeypatch.setitem(KINDS, Notice, replace(notice.KIND, template=tmp_path / "poster.typ"))
    other = compose(city(), "registratura", "ro", FORMATS["landscape"])
    assert (other.template, other.source) == ("poster", '#import "page.typ": *')
    assert other.data == own.data
