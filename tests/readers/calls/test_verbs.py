"""What a platform asks of people, in the languages that are known."""

import pytest

from content.readers.calls import verbs


def test_a_verb_stands_before_what_it_is_about_in_each_language_of_both() -> None:
    asked = verbs.asked("vote", {"ro": "Buget", "hu": "Költségvetés", "fr": "Budget"})
    assert asked == {"ro": "Votează: Buget", "hu": "Szavazzon: Költségvetés"}


@pytest.mark.parametrize("verb", ["propose", "vote", "answer", "comment", "volunteer"])
def test_every_verb_is_known_in_the_languages_of_a_city(verb: str) -> None:
    about = dict.fromkeys(("ro", "en", "hu", "de", "sr"), "x")
    assert verbs.asked(verb, about).keys() == about.keys()
