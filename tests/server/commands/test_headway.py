"""What somebody sees who waits for a publication."""

import io
import re

import pytest

from control_server.commands.headway import Headway, HeadwayShown

SIZE = 48_000_000


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("headway", "line"),
    [
        (Headway(12_000_000, SIZE), "Sent: 12.0 of 48.0 MB"),
        (Headway(SIZE, SIZE), "The server reads the pack …"),
        (Headway(SIZE, SIZE, 1_012, 1_086), "Frames drawn: 1,012 of 1,086"),
        (Headway(SIZE, SIZE, 86, 86), "The server reads the pack …"),
    ],
)
def test_what_is_under_way(headway: Headway, line: str) -> None:
    assert headway.line() == line


def test_without_a_terminal_there_is_a_line_now_and_then() -> None:
    out, now = io.StringIO(), [0.0]
    shown = HeadwayShown(out, lambda: now[0])
    for second in range(12):
        now[0] = second
        shown.tell(Headway(SIZE, SIZE, second, 86))
        shown.tell(Headway(SIZE, SIZE, second, 86))
    shown.close()
    assert out.getvalue().splitlines() == [f"Frames drawn: {drawn} of 86" for drawn in (0, 5, 10)]


def test_in_a_terminal_there_is_a_bar_for_each_step() -> None:
    out = Terminal()
    shown = HeadwayShown(out)
    for headway in (
        Headway(0, SIZE),
        Headway(SIZE // 2, SIZE),
        Headway(SIZE, SIZE),
        Headway(SIZE, SIZE, 20, 80),
        Headway(SIZE, SIZE, 40, 80),
    ):
        shown.tell(headway)
    shown.close()
    drawn = re.sub(r"\x1b\[\?25[lh]", "", out.getvalue()).split("\n")
    lines = [line.rpartition("\r")[2].split("  ") for line in drawn]
    assert [line[0] for line in lines] == ["Sent", "The server reads the pack …", "Frames drawn", ""]
    assert " 50%" in lines[0] and " 50%" in lines[2]
