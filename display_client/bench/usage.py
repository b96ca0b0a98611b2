"""What a tree of processes uses, read from /proc."""

import os
from pathlib import Path
from typing import NamedTuple

PROC = Path("/proc")
_TICKS = os.sysconf("SC_CLK_TCK")


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
