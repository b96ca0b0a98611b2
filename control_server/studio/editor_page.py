"""What the template of the editor is given: the fields in their groups, with what is said of each.

Decides what is folded away and what stands first. Leaves out the values themselves (`slide_form`) and their sentences.
"""

from collections.abc import Mapping
from typing import Any

from content.pack.model import Theme
from control_server.studio import slide_form, slide_pictures, slide_shape
from control_server.studio.catalogue import N_, translations
from control_server.studio.slide_checks import FieldFinding, SlideCheck
from control_server.studio.slide_drafts import Draft
from control_server.studio.slide_fields import CHOICES, GROUPS
from control_server.studio.slide_form import Field, Typed

_FOLDED = ("figures", "result")
"""Groups that are closed as long as nothing is in them that has a finding."""

THEMES: dict[Theme, str] = {
    "standard": N_("Usual"),
    "high-contrast": N_("High contrast"),
    "large-text": N_("Large letters"),
}


def values(draft: Draft, typed: Typed, form: Mapping[str, str], checked: SlideCheck, lang: str) -> dict[str, Any]:
    """By their names in the template. What was typed stays as it was typed, also where it cannot be taken."""
    now = slide_shape.read(typed.body, draft.path)
    fields = slide_form.fields(now, draft.city.languages, lang)
    as_saved = {field.name: field.value for field in slide_form.fields(draft.values, draft.city.languages, lang)}
    shown = [field._replace(value=form.get(field.name, as_saved.get(field.name, field.value))) for field in fields]
    gettext = translations(lang).gettext
    return {
        "slide": draft.id,
        "new": draft.new,
        "kind": draft.values["kind"],
        "groups": _groups(shown, checked, gettext),
        "langs": draft.city.languages,
        "change": draft.change,
        "change_title": form.get("change-title", ""),
        "playlist": form.get("playlist", ""),
        "checked": checked,
        "of_whole": [each for each in checked.findings if not each.field],
        "technical": ({} if draft.new else {"id": draft.id}) | slide_form.technical(now),
        "images": [*dict.fromkeys([*slide_pictures.of_pack(draft.files), *filter(None, [form.get("image", "")])])],
        "choices": {each: gettext(words) for each, words in CHOICES.items()},
        "themes": {theme: gettext(words) for theme, words in THEMES.items()},
    }


def _groups(fields: list[Field], checked: SlideCheck, gettext: Any) -> list[dict[str, Any]]:
    """The groups of the form that the slide has, each with its values; a text's values in each language together."""
    told: dict[str, list[FieldFinding]] = {}
    for finding in checked.findings:
        told.setdefault(finding.field, []).append(finding)
    groups = []
    for group, heading in GROUPS.items():
        own = [field for field in fields if field.words.group == group]
        if not own:
            continue
        by_place: dict[str, list[dict[str, Any]]] = {}
        for field in own:
            by_place.setdefault(field.place.path, []).append(_shown(field, told, checked, gettext))
        open_now = group not in _FOLDED or any(told.get(field.name) for field in own)
        groups.append({"id": group, "heading": gettext(heading), "places": list(by_place.values()), "open": open_now})
    return groups


def _shown(field: Field, told: Mapping[str, list[FieldFinding]], checked: SlideCheck, gettext: Any) -> dict[str, Any]:
    words, place = field.words, field.place
    return {
        "name": field.name,
        "place": place.path,
        "lang": field.lang,
        "value": field.value,
        "holds": place.holds,
        "label": gettext(words.label) if words.label != place.name else _plain(place.name),
        "hint": gettext(words.hint) if words.hint else "",
        "needed": place.needed,
        "most": words.most,
        "longest": place.most or slide_form.LONGEST,
        "lines": words.lines,
        "examples": words.examples,
        "options": place.choices,
        "findings": told.get(field.name, []),
        "day": checked.days.get(field.name, ""),
    }


def _plain(name: str) -> str:
    """The name of a value of a kind that the studio has no words for."""
    return name.rpartition(".")[2].replace("_", " ").capitalize()
