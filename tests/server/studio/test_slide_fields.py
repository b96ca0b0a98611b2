"""The table of what is edited: each of its places is one that some kind has."""

from content.pack.slides import AUTHORED
from control_server.studio import slide_shape
from control_server.studio.slide_fields import CHOICES, FIELDS, GROUPS


def test_every_place_is_of_a_kind_and_every_group_is_known() -> None:
    values = {"breaks": [{"at": 1}]}
    known = {place.name: place for kind in AUTHORED for place in slide_shape.places({"kind": kind, **values})}
    assert FIELDS.keys() <= known.keys()
    assert {field.group for field in FIELDS.values()} == GROUPS.keys()
    chosen = {choice for name, place in known.items() if name in FIELDS for choice in place.choices}
    assert chosen == CHOICES.keys()


def test_every_text_of_every_kind_has_words_of_its_own() -> None:
    values = {"breaks": [{"at": 1}]}
    texts = {p.name for kind in AUTHORED for p in slide_shape.places({"kind": kind, **values}) if p.holds == "text"}
    assert texts <= FIELDS.keys()
