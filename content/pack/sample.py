"""The sample city's pack, and a sample pack moved to another day.

The dates of a sample pack are made for one day, and a demonstration shows them as if it were today. Decides which dates
move: those that say when something shows. Dates that say of when a figure is stay.
"""

import importlib.resources
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec
import yaml

from content import strict_yaml
from content.authored import Moment
from content.pack.consultation import Outcome
from content.pack.parse import SLIDES, T, parse
from content.pack.slides import Objection

SCHEDULED = frozenset(
    {"not_before", "expires", "announce", "opens", "closes", "first", "last", "rdate", "exdate", "until"}
)
"""The names of the fields that say when something shows."""


def sample_city() -> Path:
    """The folder of the sample city's pack, which is installed with the program."""
    return Path(str(importlib.resources.files("content") / "timisoara"))


def moved(files: Mapping[str, bytes], today: date) -> dict[str, bytes]:
    """The files of a sample pack with its dates moved by whole days, from its `sample_day` to `today`.

    Times of day stay as they are written, also across a change of the clocks. A pack without `sample_day` stays as it
    is. Raises RefusedError as `parse`.
    """
    pack = parse(files)
    if pack.city.sample_day is None:
        return dict(files)
    value = pack.city.sample_day.value
    by = today - (value.date() if isinstance(value, datetime) else value)
    later = dict(files)
    city = msgspec.structs.replace(pack.city, sample_day=Moment(today.isoformat()))
    later["city.yaml"] = _written(strict_yaml.plain(city))
    for slide_id, slide in pack.slides.items():
        later[f"{SLIDES}{slide_id}.yaml"] = _written(strict_yaml.plain(_shifted(slide, by)))
    campaigns = [strict_yaml.plain(_shifted(campaign, by)) for campaign in pack.campaigns.values()]
    later["campaigns.yaml"] = _written({"campaigns": campaigns})
    return later


def _shifted(value: T, by: Any) -> T:
    changes: dict[str, Any] = {}
    for field in SCHEDULED:
        written = getattr(value, field, None)
        if isinstance(written, Moment):
            changes[field] = written.shifted(by)
        elif isinstance(written, tuple):
            changes[field] = tuple(moment.shifted(by) for moment in written)
    for name, kind in (("result", Outcome), ("objection", Objection)):
        if isinstance(inner := getattr(value, name, None), kind):
            changes[name] = _shifted(inner, by)
    return msgspec.structs.replace(value, **changes)  # type: ignore[type-var]


def _written(value: Any) -> bytes:
    return yaml.safe_dump(value, sort_keys=False, allow_unicode=True, width=120).encode()
