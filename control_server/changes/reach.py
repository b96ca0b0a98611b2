"""How far a change reaches: which displays it touches, and whether these are all among those of a person.

Decides what touching is: another picture, plan or neutral card, and another description of the display. What is of the
whole city (its name, rules and sources) belongs to no display, and takes somebody whose rights are not bounded. Leaves
out which tags bound whom (`people`).
"""

from collections.abc import Collection, Mapping

from content.findings import refused
from content.pack.model import Display
from content.phrases import said
from control_server.publishing.candidate import Candidate
from control_server.storage.changes import Files
from control_server.storage.people import Person

_OF_THE_CITY = ("city.yaml", "names.yaml", "sources.yaml")
_NAMED = 3
"""Displays that a sentence names."""


def check(candidate: Candidate, files: Files, person: Person, where: str) -> None:
    """Raises RefusedError (`rights`) when the edits touch more than the displays whose tags bound the person."""
    if person.tags and (far := beyond(candidate, files, person.tags)):
        own = ", ".join(person.tags)
        message = said("{far}, expected displays tagged {own} only: {name}'s own", far=far, own=own, name=person.name)
        raise refused("rights", where, message, form="tags", tags=own)


def beyond(candidate: Candidate, files: Files, tags: Collection[str]) -> str | None:
    """What the edits touch that no display with one of the tags is, as the end of a sentence; None if nothing."""
    if own := [path for path in _OF_THE_CITY if path in files]:
        return said("edits {own}, which is the whole city's", own=", ".join(own))
    before = candidate.base.pack.displays if candidate.base.pack else {}
    after = candidate.pack.displays
    others = []
    for display in sorted(touched(candidate)):
        described = [each for each in (before.get(display), after.get(display)) if each]
        if not all(set(each.tags) & set(tags) for each in described):
            others.append(described[-1].name if described else display)
    if not others:
        return None
    more = said(" and {others} more", others=len(others) - _NAMED) if len(others) > _NAMED else ""
    return said("touches {others}{more}", others=", ".join(others[:_NAMED]), more=more)


def touched(candidate: Candidate) -> set[str]:
    """The displays that would show something else or would be described otherwise."""
    before: Mapping[str, Display] = candidate.base.pack.displays if candidate.base.pack else {}
    after = candidate.pack.displays
    described = {each for each in before.keys() | after.keys() if before.get(each) != after.get(each)}
    return described | {each.display for each in candidate.differences()}
