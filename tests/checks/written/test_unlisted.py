"""What nobody shows, what shows twice, and drafts: what breaks each rule."""

import pytest

from tests.checks import packs
from tests.checks.traps import COPIED, NOTICE, Trap, called, sprung, swap

TRAPS = [
    swap("unused", "playlists.yaml", ", apa]", "]"),
    swap("question", NOTICE, "kind: notice", "# TO FINISH: `expires`: until when?\nkind: notice"),
    Trap("draft", (("drafts/zavoi.yaml", "", "kind: notice"),), (("drafts/notes.txt", "", "later"),)),
    swap("idle", "campaigns.yaml", "toate}", "toate, displays: [hol]}", "toate, displays: all}"),
    Trap(
        "twin",
        (("slides/apa-2.yaml", "", packs.FILES[NOTICE]), COPIED),
        (("slides/apa-2.yaml", "", packs.FILES[NOTICE].replace("Apa", "Gazul")), COPIED),
    ),
    swap("repeated", "playlists.yaml", "apa]", "apa, buget]"),
]


@pytest.mark.parametrize("trap", TRAPS, ids=called)
def test_the_rule_and_only_it(trap: Trap) -> None:
    sprung(trap)
