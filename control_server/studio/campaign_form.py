"""A campaign as a form: name, playlist, displays, when it runs, priority and share; and back into YAML.

Decides what the form can say, and that what it cannot say stays as a person wrote it. Leaves out how it looks (the
templates), its words (`explain`), and whether the result is a pack (`drafts`).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from content.explain import occasions
from content.explain.occasions import Occasions
from content.findings import refused
from content.imports.yaml_lists import document, entry, flow, flow_map, written
from content.pack.model import Campaign, Pack
from content.pack.tagged import Tagged
from control_server.studio.playlist_form import free_id, name_entry

FILE = "campaigns.yaml"
PRIORITIES = range(-100, 101)


class WantedDisplays(NamedTuple):
    """Which displays: `all`, those with any of the `tags`, those `named` by id, or as it is `written` (`kept`)."""

    which: str
    tags: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


class Filled(NamedTuple):
    """What is filled in. `occasions` is None where the form cannot say them: then they are left as they are."""

    names: Mapping[str, str]
    playlist: str
    target: WantedDisplays
    occasions: Occasions | None
    priority: int
    share: int


def target(campaign: Campaign) -> WantedDisplays:
    """The displays of a campaign as the form says them."""
    wanted = campaign.displays
    if isinstance(wanted, Tagged):
        simple = not (wanted.all_of or wanted.none_of)
        return WantedDisplays("tags", tags=wanted.tags) if simple else WantedDisplays("kept")
    return WantedDisplays("all") if wanted == "all" else WantedDisplays("named", named=tuple(wanted))


def edited(body: bytes, campaign: Campaign, filled: Filled, pack: Pack) -> bytes:
    """The file with this campaign as it is filled in; the same bytes if nothing differs. Raises RefusedError."""
    loaded = document(body, FILE)
    own = entry(loaded, FILE, "campaigns", campaign.id)
    before = written(loaded, body)
    name_entry(own, filled.names, pack.city, f"{FILE}:{campaign.id}:$.name")
    if filled.playlist != campaign.playlist:
        own["playlist"] = filled.playlist
    if filled.target.which != "kept" and filled.target != target(campaign):
        own["displays"] = _displays(filled.target, campaign.id)
    if filled.occasions is not None and filled.occasions != occasions.of(campaign):
        put(own, _when(filled.occasions, campaign.id), ("from", "to", "dayparts", "rrule"))
    for key, value, now, plain in (
        ("priority", filled.priority, campaign.priority, 0),
        ("share", filled.share, campaign.share, 1),
    ):
        if value != now and (value != plain or key in own):
            own[key] = value
    after = written(loaded, body)
    return body if after == before else after


def begun(body: bytes, filled: Filled, pack: Pack) -> tuple[str, bytes]:
    """The id of a new campaign, and the file with it. Raises RefusedError, as for one without a name."""
    spoken = next((text for lang in pack.city.languages if (text := filled.names.get(lang, "").strip())), "")
    if not spoken:
        raise refused("value", f"{FILE}:$.name", "found no name, expected what people call the campaign")
    fresh = free_id(spoken, pack.campaigns, "campanie")
    loaded = document(body, FILE)
    own = CommentedMap({"id": fresh})
    name_entry(own, filled.names, pack.city, f"{FILE}:{fresh}:$.name")
    own["playlist"] = filled.playlist
    if filled.target.which != "all":
        own["displays"] = _displays(filled.target, fresh)
    for key, value, plain in (("priority", filled.priority, 0), ("share", filled.share, 1)):
        if value != plain:
            own[key] = value
    put(own, _when(filled.occasions or Occasions(), fresh), ())
    loaded.setdefault("campaigns", CommentedSeq()).append(own)
    return fresh, written(loaded, body)


def put(own: Any, keys: Mapping[str, Any], away: Sequence[str]) -> None:
    """Puts keys of when it runs into an entry, as people write them; those of `away` that are not among them go."""
    for key in away:
        if key not in keys:
            own.pop(key, None)
    for key, value in keys.items():
        if key == "dayparts":
            own[key] = flow([{name: _hour(name, text) for name, text in part.items()} for part in value])
        else:
            own[key] = date.fromisoformat(value) if key in ("from", "to") and len(value) == len("2026-12-31") else value


def changed(body: bytes, campaign_id: str, keys: Mapping[str, Any]) -> bytes:
    """The file with these keys in the campaign."""
    loaded = document(body, FILE)
    put(entry(loaded, FILE, "campaigns", campaign_id), keys, ())
    return written(loaded, body)


def placed(body: bytes, campaign_id: str, wanted: WantedDisplays) -> bytes:
    """The file with the campaign bound to these displays."""
    loaded = document(body, FILE)
    entry(loaded, FILE, "campaigns", campaign_id)["displays"] = _displays(wanted, campaign_id)
    return written(loaded, body)


def removed(body: bytes, campaign_id: str) -> bytes:
    """The file without the campaign."""
    loaded = document(body, FILE)
    loaded["campaigns"].remove(entry(loaded, FILE, "campaigns", campaign_id))
    return written(loaded, body)


def _when(filled: Occasions, campaign_id: str) -> Mapping[str, Any]:
    try:
        return occasions.written(filled)
    except ValueError as error:
        raise refused("value", f"{FILE}:{campaign_id}:$.when", str(error)) from error


def _displays(wanted: WantedDisplays, campaign_id: str) -> Any:
    names = {"tags": wanted.tags, "named": wanted.named}.get(wanted.which)
    if names is None:
        return "all"
    if not names:
        raise refused("value", f"{FILE}:{campaign_id}:$.displays", "found no display, expected at least one or a tag")
    listed = flow(list(names))
    if wanted.which == "named":
        return listed
    return flow_map({"tags": listed})


def _hour(name: str, text: str) -> str:
    return text if name == "days" else DoubleQuotedScalarString(text)
