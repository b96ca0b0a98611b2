"""What the link sends, in which order, and how much at a time."""

from hypothesis import given
from hypothesis import strategies as st

from control_server.devices.outbox import Letter, Outbox

WINDOW = 64


class Sender:
    """Sends whatever it may, and acknowledges when it is told."""

    def __init__(self, displays: int) -> None:
        self.newest = {f"d{number}": b"0" for number in range(displays)}
        self.asked: list[str] = []
        self.outbox = Outbox(self._envelope, WINDOW)
        self.outbox.begin(self.newest.keys())
        self.sent: list[Letter] = []
        self.under_way: list[int] = []

    def _envelope(self, display: str) -> bytes | None:
        self.asked.append(display)
        return self.newest.get(display)

    def send(self) -> None:
        while letter := self.outbox.next():
            self.sent.append(letter)
            self.under_way.append(len(self.sent))
            self.outbox.sent(len(self.sent), letter, float(len(self.sent)))

    def acknowledge(self) -> str | None:
        return self.outbox.acknowledged(self.under_way.pop(0))

    def finish(self) -> None:
        self.send()
        while self.under_way:
            self.acknowledge()
            self.send()


def test_ten_thousand_manifests_go_out_once_each_and_few_at_a_time() -> None:
    sender = Sender(10_000)
    sender.send()
    assert len(sender.sent) == WINDOW and sender.outbox.oldest == 1.0
    assert sender.acknowledge() == "d0"
    sender.send()
    assert len(sender.sent) == WINDOW + 1 and sender.outbox.oldest == 2.0
    sender.finish()
    assert sorted(letter.display for letter in sender.sent) == sorted(sender.newest)
    assert len(sender.asked) == 10_000 and sender.outbox.oldest is None


def test_single_messages_do_not_wait_behind_manifests_nor_manifests_behind_them() -> None:
    sender = Sender(1000)
    sender.send()
    for number in range(200):
        sender.outbox.add(Letter("command", "d7", b"%d" % number))
    sender.finish()
    after = sender.sent[WINDOW:]
    commands = [place for place, letter in enumerate(after) if letter.topic == "command"]
    assert [after[place].payload for place in commands] == [b"%d" % number for number in range(200)]
    assert commands == list(range(0, 400, 2))


def test_a_display_is_sent_one_manifest_at_a_time_and_then_the_newest() -> None:
    sender = Sender(1)
    sender.send()
    for number in (1, 2, 3):
        sender.newest["d0"] = b"%d" % number
        sender.outbox.announce(["d0"])
        sender.send()
    assert [letter.payload for letter in sender.sent] == [b"0"]
    assert sender.acknowledge() is None  # what arrived is not the newest any more
    sender.send()
    assert sender.acknowledge() == "d0"
    assert [letter.payload for letter in sender.sent] == [b"0", b"3"]


def test_a_new_session_says_everything_again_and_no_single_message() -> None:
    sender = Sender(3)
    sender.send()
    sender.outbox.add(Letter("command", "d1", b""))
    sender.outbox.announce(["d1"])
    sender.outbox.begin(sender.newest.keys())
    sender.sent.clear()
    sender.under_way.clear()
    sender.finish()
    assert sorted(letter.display for letter in sender.sent) == ["d0", "d1", "d2"]


def test_a_display_without_a_manifest_is_passed_over_and_an_unknown_number_too() -> None:
    sender = Sender(1)
    sender.outbox.announce(["gone"])
    sender.finish()
    assert [letter.display for letter in sender.sent] == ["d0"]
    assert sender.outbox.acknowledged(99) is None


def test_of_single_messages_ten_thousand_wait() -> None:
    sender = Sender(0)
    for number in range(10_001):
        sender.outbox.add(Letter("command", "d", b"%d" % number))
    sender.finish()
    assert len(sender.sent) == 10_000


@given(st.lists(st.sampled_from(["change", "send", "acknowledge", "lose"]), max_size=60), st.data())
def test_whatever_happens_the_last_sent_of_each_display_is_its_newest(steps: list[str], data: st.DataObject) -> None:
    sender = Sender(3)
    for number, step in enumerate(steps, start=1):
        display = data.draw(st.sampled_from(sorted(sender.newest)))
        if step == "change":
            sender.newest[display] = b"%d" % number
            sender.outbox.announce([display])
        elif step == "send":
            sender.send()
        elif step == "acknowledge" and sender.under_way:
            sender.acknowledge()
        elif step == "lose":
            sender.under_way.clear()
            sender.outbox.begin(sender.newest.keys())
    sender.finish()
    for display, envelope in sender.newest.items():
        told = [int(letter.payload) for letter in sender.sent if letter.display == display]
        assert told[-1] == int(envelope) and told == sorted(told)
