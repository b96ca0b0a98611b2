"""The playlists that a slide stands in: named, joined and left, in the pack's own file.

Decides how a playlist is called, and that none is left empty. Leaves out what plays of it (`content.schedule`).
"""

from collections.abc import Mapping
from typing import Any

from content import strict_yaml
from content.findings import refused
from content.imports.yaml_lists import document, written
from content.phrases import said

PLAYLISTS = "playlists.yaml"


def _rows(files: Mapping[str, bytes]) -> list[dict[str, Any]]:
    rows = strict_yaml.mapping(files[PLAYLISTS], PLAYLISTS).get("playlists") if PLAYLISTS in files else None
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def names(files: Mapping[str, bytes]) -> dict[str, str]:
    """Id → how the playlist is called: by its name, or else by its id."""
    return {str(row["id"]): _called(row) for row in _rows(files) if row.get("id")}


def _called(row: Mapping[str, Any]) -> str:
    name = row.get("name")
    if isinstance(name, dict):
        name = next(iter(name.values()), None)
    return str(name or row["id"])


def listing(files: Mapping[str, bytes], slide: str) -> dict[str, str]:
    """The playlists that have the slide, by id."""
    return {
        str(row["id"]): _called(row) for row in _rows(files) if row.get("id") and slide in (row.get("slides") or ())
    }


def added(files: Mapping[str, bytes], playlist: str, slide: str) -> dict[str, bytes]:
    """The file with the slide at the end of that playlist. Raises NotFoundError (`unknown`)."""
    if playlist not in names(files):
        raise refused(
            "unknown",
            f"playlist {playlist[:80]!r}",
            said("is not in {playlists}, expected one of its playlists", playlists=PLAYLISTS),
        )
    loaded = document(files[PLAYLISTS], PLAYLISTS)
    for row in loaded["playlists"]:
        if row.get("id") == playlist:
            row["slides"] = [*(row.get("slides") or ()), slide] if not row.get("slides") else row["slides"]
            if slide not in row["slides"]:
                row["slides"].append(slide)
    return {PLAYLISTS: written(loaded, files[PLAYLISTS])}


def removed(files: Mapping[str, bytes], slide: str) -> dict[str, bytes]:
    """The file without the slide; nothing where no playlist has it.

    Raises RefusedError when a playlist would be left without a slide.
    """
    if not listing(files, slide):
        return {}
    loaded = document(files[PLAYLISTS], PLAYLISTS)
    for row in loaded["playlists"]:
        if slide not in (row.get("slides") or ()):
            continue
        while slide in row["slides"]:
            row["slides"].remove(slide)
        if not row["slides"]:
            message = said("would be left without a slide, expected another slide in it first")
            raise refused("value", f"playlist {_called(row)!r}", message, form="last-slide", playlist=_called(row))
    return {PLAYLISTS: written(loaded, files[PLAYLISTS])}
