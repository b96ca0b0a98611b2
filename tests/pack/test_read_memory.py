"""What was read is remembered by its bytes, and only so much of it."""

import pytest

from content.findings import RefusedError, refused
from content.pack.read_memory import ReadMemory


def test_the_same_bytes_in_the_same_role_are_read_once() -> None:
    memory = ReadMemory()
    first = memory.value("list", b"a", lambda: ["a"])
    assert memory.value("list", bytes(bytearray(b"a")), lambda: ["another"]) is first
    assert memory.value("slide", b"a", lambda: ["as a slide"]) == ["as a slide"]
    assert memory.value("list", b"b", lambda: ["b"]) == ["b"]
    assert memory.reads == 3


def test_what_was_not_used_for_longest_is_forgotten() -> None:
    memory = ReadMemory(most=10)
    values = {data: memory.value("list", data, object) for data in (b"aaaaa", b"bbbbb")}
    assert memory.value("list", b"aaaaa", object) is values[b"aaaaa"]
    memory.value("list", b"ccccc", object)
    assert memory.value("list", b"aaaaa", object) is values[b"aaaaa"]
    assert memory.value("list", b"bbbbb", object) is not values[b"bbbbb"]


def test_a_refusal_is_not_remembered() -> None:
    memory = ReadMemory()

    def read() -> object:
        raise refused("yaml", "x.yaml", "is not YAML")

    for _ in range(2):
        with pytest.raises(RefusedError):
            memory.value("list", b"a", read)
    assert memory.value("list", b"a", lambda: 1) == 1
