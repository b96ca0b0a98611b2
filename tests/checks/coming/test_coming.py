"""What comes on the displays: looked at once for displays that are alike, which one finding then names."""

from content.checks.coming import coming
from content.checks.subject import Subject
from tests.checks.foreseen import NOW, characters, copies, foreseen, pack


def test_displays_with_the_same_plan_are_looked_at_once_and_named_in_one_finding() -> None:
    displays = copies("alta", alta="    phase: 20\n")
    day = '  - {id: day, playlist: calm, displays: [piata, alta], dayparts: [{from: "08:00", to: "20:00"}]}\n'
    (finding,) = foreseen("dark", day + "  - {id: all, playlist: calm, displays: [gara]}\n", displays=displays)
    assert (finding.where, finding.display) == ("displays.yaml:piata", None)
    assert finding.message.endswith("first on Mon 2026-11-23 20:00; the same on alta")
    ahead = coming.foreseen(Subject(pack(day, displays=displays), NOW, characters))
    assert [names for names, _ in ahead.different] == [["piata", "alta"], ["gara"]]


def test_of_many_displays_some_are_named_and_the_others_counted() -> None:
    day = '  - {id: day, playlist: calm, displays: {tags: [centru]}, dayparts: [{from: "08:00", to: "20:00"}]}\n'
    (finding,) = foreseen("dark", day, displays=copies(*(f"d{n}" for n in range(12))))
    assert finding.message.endswith("; the same on d0, d1, d2, d3, d4, d5 and 6 more")
