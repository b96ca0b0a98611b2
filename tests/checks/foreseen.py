"""The small city with campaigns of a test's own, and what is said of its next 30 days."""

from datetime import UTC, datetime
from typing import NamedTuple

from content.checks import gate
from content.findings import Finding
from content.pack.model import Pack
from tests import sample

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
STAYS = """
kind: notice
title: {ro: Registratura e deschisă, hu: Az iktató nyitva, en: Desk open}
body: {ro: La Primărie., hu: A városházán., en: At City Hall.}
"""
PLAYLISTS = """
playlists:
  - {id: civic, slides: [strada, ramane]}
  - {id: call, slides: [strada]}
  - {id: short, slides: [restrictii]}
  - {id: calm, slides: [ramane]}
  - {id: both, slides: [restrictii, ramane]}
"""
ALWAYS = "  - {id: always, playlist: civic}\n"


def characters(pack: Pack, slide: str, lang: str) -> int:
    return 100


def pack(campaigns: str, **changes: str) -> Pack:
    return sample.parsed(
        **{"slides__ramane": STAYS, "playlists": PLAYLISTS, "campaigns": f"campaigns:\n{campaigns}", **changes}
    )


def foreseen(code: str, campaigns: str, now: datetime = NOW, /, **changes: str) -> list[Finding]:
    findings = gate.foresee(pack(campaigns, **changes), now, characters)
    return [each for each in findings if each.code == code]


def warned(code: str, campaigns: str, now: datetime = NOW, /, **changes: str) -> list[str]:
    """Of each finding where, and the sentence."""
    return [f"{each.where}: {each.message}" for each in foreseen(code, campaigns, now, **changes)]


def copies(*names: str, **changes: str) -> str:
    """`displays.yaml` with more displays like `piata`, each with its changes: a line of YAML for some names."""
    piata = sample.DISPLAYS.partition("  - id: gara")[0].partition("displays:\n")[2]
    more = [piata.replace("id: piata", f"id: {name}") + changes.get(name, "") for name in names]
    return sample.DISPLAYS + "".join(more)


class Twins(NamedTuple):
    """Campaigns of which a rule says a sentence, and others of which it is silent; both with the same changes."""

    code: str
    campaigns: str
    changes: dict[str, str]
    sentence: str
    twin: str
    twin_changes: dict[str, str] | None = None


def only_of_the_first(twins: Twins) -> None:
    """Asserts that the rule warns of the first, in that sentence, and not of its twin."""
    warnings = foreseen(twins.code, twins.campaigns, NOW, **twins.changes)
    assert [each.message for each in warnings][:1] == [twins.sentence]
    assert all(each.level == "warning" for each in warnings)
    kept = twins.changes if twins.twin_changes is None else twins.twin_changes
    assert foreseen(twins.code, twins.twin, NOW, **kept) == []
