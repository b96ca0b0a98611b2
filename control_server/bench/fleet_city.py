"""The sample city with as many displays as are asked for, in twelve kinds.

Displays of a kind are told alike: they have the same format, languages, tags and audience. Their hours are five
different ones, so that what is a display's own differs too. All speak Romanian and all show the slide of `SLIDE`, so a
change of its Romanian headline concerns every display.
"""

from collections.abc import Mapping

import yaml

from content import strict_yaml

SLIDE = "buget-100"
LANG = "ro"
KINDS = 12
_A_FILE = 1000
_PANELS = (  # width, height, inches, metres, audience
    (1920, 1080, 55, 3, "passing"),
    (1080, 1920, 43, 2, "waiting"),
    (1280, 720, 32, 2, "passing"),
)
_LANGUAGES = ("ro", "ro, en", "ro, en, hu", "ro, en, de")
_TAGS = ("centru, exterior", "centru, interior", "gara, calatori")
_HOURS = ("", "05:00-23:00", "06:00-22:00", "06:30-23:30", "04:30-01:00")


def display_ids(displays: int) -> list[str]:
    """The ids of that many displays."""
    return [f"e{n:05}" for n in range(displays)]


def grown(files: Mapping[str, bytes], displays: int) -> dict[str, bytes]:
    """The pack of the sample city with that many displays, a thousand a file."""
    lines = [_display(n, display) for n, display in enumerate(display_ids(displays))]
    others = {path: body for path, body in files.items() if path != "displays.yaml"}
    lists = {f"displays/district-{n // _A_FILE:02}.yaml": lines[n : n + _A_FILE] for n in range(0, displays, _A_FILE)}
    return others | {path: "\n".join(["displays:", *each, ""]).encode() for path, each in lists.items()}


def _display(n: int, display: str) -> str:
    """One line of YAML, as a person would write it: a document of ten thousand is not made by an emitter."""
    kind = n % KINDS
    width, height, inches, metres, audience = _PANELS[kind % len(_PANELS)]
    start, _, end = _HOURS[n % len(_HOURS)].partition("-")
    hours = f', hours: [{{days: mon-sun, from: "{start}", to: "{end}"}}]' if end else ""
    return (
        f"  - {{id: {display}, name: Stația {n}, panel: {{diagonal_inch: {inches}, width: {width}, height: {height}}}, "
        f"viewing_distance_m: {metres}, audience: {audience}, languages: [{_LANGUAGES[kind // len(_PANELS)]}], "
        f"tags: [{_TAGS[kind // len(_PANELS) % len(_TAGS)]}]{hours}}}"
    )


def changed_label(files: Mapping[str, bytes], change: int) -> bytes:
    """The slide with another Romanian headline for each change."""
    document = strict_yaml.mapping(files[f"slides/{SLIDE}.yaml"], SLIDE)
    titles: dict[str, str] = document["title"]
    document["title"] = titles | {LANG: titles[LANG].replace("29", str(30 + change))}
    return yaml.safe_dump(document, allow_unicode=True, sort_keys=False).encode()
