"""Languages of a display that are hardly seen."""

from tests.checks.foreseen import STAYS, Twins, only_of_the_first


def test_it_is_said_and_not_of_its_twin() -> None:
    twins = Twins(
        "starved",
        "  - {id: x, playlist: calm, share: 30}\n  - {id: y, playlist: civic}\n",
        {"slides__ramane": STAYS.replace(", en: Desk open", "").replace(", en: At City Hall.", "")},
        "shows en, one of 2 languages, for less than 1% of the next 30 days' airtime",
        "  - {id: x, playlist: calm, share: 30}\n  - {id: y, playlist: civic}\n",
        twin_changes={},
    )
    only_of_the_first(twins)
