"""Who must approve: the strictest rule counts, and nothing passes beside what needs no approval."""

import pytest

from content.findings import RefusedError
from content.pack.parse import parse
from content.pack.review import Asked, ReviewRule, asked
from tests import sample

RULES = (
    ReviewRule(kinds=("budget", "consultation"), approvals=2),
    ReviewRule(kinds=("notice",), approvals=0),
    ReviewRule(tags=("piata",), approvals=3),
    ReviewRule(tags=("piata", "gara"), approvals=1),
)


@pytest.mark.parametrize(
    ("kinds", "tags", "expected"),
    [
        ({"dataset"}, (), Asked(1)),
        ({None}, (), Asked(1)),
        ((), (), Asked(1)),
        ({"notice"}, (), Asked(0, ("notice",))),
        ({"notice", "dataset"}, (), Asked(1)),
        ({"notice", None}, (), Asked(1)),
        ({"notice", "budget"}, (), Asked(2, ("budget",))),
        ({"notice"}, {"gara"}, Asked(1, (), ("gara",))),
        ({"budget"}, {"gara", "piata"}, Asked(3, (), ("piata",))),
        ({"budget"}, {"altele"}, Asked(2, ("budget",))),
    ],
)
def test_the_strictest_rule_that_touches_it_counts(kinds: set[str | None], tags: set[str], expected: Asked) -> None:
    assert asked(RULES, kinds, tags) == expected


def test_a_rule_of_nothing_in_particular_is_the_general_one() -> None:
    general = (ReviewRule(approvals=2), *RULES)
    assert asked(general, {"dataset"}, ()) == Asked(2)
    assert asked(general, {"notice"}, ()) == Asked(0, ("notice",))
    assert asked((ReviewRule(approvals=0),), {None}, ()) == Asked(0)


def test_it_is_read_from_the_city() -> None:
    files = sample.files(city=sample.CITY + "review: [{kinds: [budget], approvals: 2}, {approvals: 0}]\n")
    assert parse(files).city.review == (ReviewRule(kinds=("budget",), approvals=2), ReviewRule(approvals=0))


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ("{kinds: [bugete], approvals: 1}", r"review\[0\]\.kinds: found 'bugete', expected one of budget"),
        ("{tags: [nix], approvals: 1}", r"review\[0\]\.tags: found 'nix', which no display has, expected one of"),
        ("{tags: [centru], approvals: 0}", "with 0 approvals, expected at least 1: tags only ask for more"),
        ("{tags: [centru], kinds: [budget], approvals: 1}", "expected one of them; write two rules"),
        ("{approvals: 6}", "review"),
        ("{}", "approvals"),
    ],
)
def test_what_no_rule_may_say_is_refused(rule: str, message: str) -> None:
    with pytest.raises(RefusedError, match=message):
        parse(sample.files(city=sample.CITY + f"review: [{rule}]\n"))
