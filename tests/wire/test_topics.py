"""The table of topics."""

import re

from content.wire import PREFIX, TOPICS


def test_topics_are_below_the_site_and_name_one_display() -> None:
    assert TOPICS["status"].of("timisoara", "gara") == "afisier/v1/timisoara/displays/gara/status"
    assert {name for name, topic in TOPICS.items() if topic.retain} == {"manifest", "status"}


def test_every_topic_is_of_one_site_and_one_display_and_has_one_sender() -> None:
    topics = [topic.of("timisoara", "gara") for topic in TOPICS.values()]
    assert len(set(topics)) == len(topics)
    assert all(re.fullmatch(rf"{PREFIX}/timisoara/displays/gara(/[a-z]+)+", topic) for topic in topics)
    assert {name for name, topic in TOPICS.items() if topic.sender == "display"} == {"status", "plays"}


def test_what_the_broker_keeps_reaches_it_at_least_once() -> None:
    assert all(topic.qos == 1 for topic in TOPICS.values() if topic.retain)
