"""What processes use, read from /proc: a tree of them, or each for itself."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

PROC = Path("/proc")
_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


class Usage(NamedTuple):
    """CPU seconds since start, and resident memory in MB (10⁶ bytes): the largest process, all, all without sharing."""

    cpu_s: float
    rss_largest_mb: float
    rss_mb: float
    pss_mb: float
    processes: int


def family(pid: int) -> list[int]:
    """The process and all its descendants."""
    pids = [pid]
    for each in pids:
        for task in (PROC / str(each) / "task").glob("*/children"):
            try:
                pids += [int(child) for child in task.read_text().split()]
            except OSError:
                continue
    return pids


def usage(pid: int) -> Usage:
    """Of the process and all its descendants."""
    cpu, resident, shared = 0.0, [0.0], 0.0
    pids = family(pid)
    for each in pids:
        try:
            fields = (PROC / str(each) / "stat").read_text().rpartition(")")[2].split()
            memory = dict(
                line.split(":", 1) for line in (PROC / str(each) / "smaps_rollup").read_text().splitlines()[1:]
            )
        except OSError:
            continue
        cpu += (int(fields[11]) + int(fields[12])) / _TICKS
        resident.append(int(memory["Rss"].split()[0]) * 1024 / 1e6)
        shared += int(memory["Pss"].split()[0]) * 1024 / 1e6
    return Usage(cpu, round(max(resident), 1), round(sum(resident), 1), round(shared, 1), len(pids))


class Counters(NamedTuple):
    """What some processes have used since they started, but `rss_mb` (10⁶ bytes), which they use now.

    `written` are the bytes that they sent towards a disk (`write_bytes` of proc_pid_io(5)): what stays in memory, as a
    file system of memory does, and what goes into sockets is not among them.
    """

    cpu_s: float = 0.0
    rss_mb: float = 0.0
    written: int = 0

    def since(self, before: "Counters") -> "Counters":
        """What was used after `before`; memory is that of now."""
        return Counters(self.cpu_s - before.cpu_s, self.rss_mb, self.written - before.written)

    def less(self, other: "Counters", times: float) -> "Counters":
        """Without so many times what the other used; never less than nothing."""
        cpu_s, written = self.cpu_s - other.cpu_s * times, self.written - int(other.written * times)
        return Counters(max(0.0, cpu_s), self.rss_mb, max(0, written))


def counters(pids: Iterable[int]) -> Counters:
    """Of these processes only; one that has ended counts nothing."""
    total = Counters()
    for pid in pids:
        folder = PROC / str(pid)
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            io = dict(line.split(": ") for line in (folder / "io").read_text().splitlines())
        except OSError:
            continue
        total = Counters(
            total.cpu_s + (int(fields[11]) + int(fields[12])) / _TICKS,
            total.rss_mb + int(fields[21]) * _PAGE / 1e6,
            total.written + int(io["write_bytes"]),
        )
    return total


def name(pid: int) -> str:
    """The name of its program, at most 15 characters; empty when it has ended."""
    try:
        return (PROC / str(pid) / "comm").read_text().strip()
    except OSError:
        return ""
