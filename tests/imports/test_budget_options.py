"""What a person chooses of a budget: the days of the law among which a draft's last day is chosen."""

from content.authored import Moment
from content.imports.budget_options import Options, last_days, proposal


def test_the_last_days_that_the_law_may_mean_are_choices() -> None:
    options = Options(published=Moment("2026-01-12"))
    assert [choice.answer for choice in last_days(options)] == ["2026-01-26", "2026-01-27", "2026-01-28"]
    assert all(choice.gives for choice in last_days(options))
    assert all(choice.answer in proposal(options) for choice in last_days(options))


def test_without_a_day_of_publication_there_is_nothing_to_choose_from() -> None:
    assert last_days(Options()) == ()
    assert proposal(Options()) == ""
