"""The messages between jail and keeper: they arrive as they were sent, and anything else is refused."""

import io
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.findings import Finding, RefusedError
from content.imports.conversation import Ask, Imported, Told
from control_server.sources.protocol import (
    LENGTH,
    MAX_FINDINGS,
    MAX_INTO_JAIL,
    Assignment,
    ReaderMessage,
    decoded,
    encoded,
    received,
)

TEXTS = st.dictionaries(st.text(max_size=9), st.text(max_size=9), max_size=3)
FILES = st.dictionaries(st.text(max_size=9), st.binary(max_size=9), max_size=3)
FAULT = Finding(code="unit", where="buget.csv", message="cannot be read")


@given(source=st.text(), options=TEXTS, files=FILES)
def test_an_assignment_arrives_as_it_was_sent(source: str, options: dict[str, str], files: dict[str, bytes]) -> None:
    now = datetime(2026, 11, 23, 10, tzinfo=UTC)
    assignment = Assignment(reader="dataset", source=source, options=options, files=files, now=now)
    assert received(io.BytesIO(encoded(assignment)), Assignment, MAX_INTO_JAIL) == assignment


@pytest.mark.parametrize(
    "message",
    [
        ReaderMessage(ready=True),
        ReaderMessage(ask=Ask(address="https://date.oras.ro/a.csv")),
        ReaderMessage(done=Imported(files={"data/a.csv": b"1;2"}, slides=("a",), findings=(FAULT,))),
        ReaderMessage(refused=(FAULT,), trace="Traceback"),
    ],
)
def test_messages_of_a_reader_follow_one_another_on_a_pipe(message: ReaderMessage) -> None:
    pipe = io.BytesIO(encoded(message) + encoded(ReaderMessage(ready=True)))
    assert received(pipe, ReaderMessage, MAX_INTO_JAIL) == message
    assert received(pipe, ReaderMessage, MAX_INTO_JAIL) == ReaderMessage(ready=True)
    with pytest.raises(EOFError):
        received(pipe, ReaderMessage, MAX_INTO_JAIL)


@given(body=st.binary(max_size=40))
def test_any_bytes_are_a_message_or_refused(body: bytes) -> None:
    try:
        assert isinstance(decoded(body, ReaderMessage), ReaderMessage)
    except RefusedError as error:
        assert [finding.code for finding in error.findings] == ["jail"]


def test_a_message_in_part_is_the_end_of_the_pipe() -> None:
    whole = encoded(Told(address="https://date.oras.ro/a.csv", body=b"1;2"))
    for length in range(len(whole)):
        with pytest.raises(EOFError):
            received(io.BytesIO(whole[:length]), Told, MAX_INTO_JAIL)


def test_a_message_that_is_too_long_is_refused_by_its_length_alone() -> None:
    with pytest.raises(RefusedError, match="said 1,001 bytes, expected at most 1,000"):
        received(io.BytesIO(LENGTH.pack(1_001)), Told, 1_000)


def test_a_reader_reports_a_limited_number_of_findings() -> None:
    most = ReaderMessage(refused=(FAULT,) * MAX_FINDINGS)
    assert received(io.BytesIO(encoded(most)), ReaderMessage, MAX_INTO_JAIL) == most
    with pytest.raises(RefusedError, match="said what no reader says"):
        body = encoded(ReaderMessage(refused=(FAULT,) * (MAX_FINDINGS + 1)))
        received(io.BytesIO(body), ReaderMessage, MAX_INTO_JAIL)
