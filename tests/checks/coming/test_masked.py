"""Campaigns that others of higher priority always hide."""

from tests.checks.foreseen import ALWAYS, Twins, only_of_the_first, warned


def test_it_is_said_and_not_of_its_twin() -> None:
    twins = Twins(
        "masked",
        "  - {id: high, playlist: calm, priority: 2}\n  - {id: low, playlist: civic, priority: 1}\n",
        {},
        "is masked by high whenever it runs in the next 30 days",
        '  - {id: high, playlist: calm, priority: 2, dayparts: [{from: "08:00", to: "09:00"}]}\n'
        "  - {id: low, playlist: civic, priority: 1}\n",
    )
    only_of_the_first(twins)


def test_a_campaign_masked_on_one_display_is_said_of_that_one() -> None:
    urgent = "  - {id: urgent, playlist: calm, priority: 5, displays: [gara]}\n"
    masked = "campaigns.yaml:always: is masked by urgent on gara whenever it runs in the next 30 days"
    assert warned("masked", ALWAYS + urgent) == [masked]
    assert warned("masked", ALWAYS.replace("civic", "civic, displays: [gara]") + urgent) == [
        masked.replace(" on gara", "")
    ]
    mornings = urgent.replace("[gara]", '[gara], dayparts: [{from: "06:00", to: "09:00"}]')
    assert warned("masked", ALWAYS + mornings) == []
