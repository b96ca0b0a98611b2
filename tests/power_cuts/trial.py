"""Many power cuts of one record, on several disks at once, and what came of them."""

import functools
import itertools
import multiprocessing
import random
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple

from tests.power_cuts.disks import Bench, Recorded, bench
from tests.power_cuts.images import images

Check = Callable[[Path, list[str]], list[str]]
"""From the folder that was mounted and the marks to what is wrong, each beginning with `torn: ` or `lost: `."""
_AT_ONCE = 4
"""Mounting mostly waits."""
_EXAMPLES = 10


class Outcome(NamedTuple):
    """How many disks there were; with something torn on them, with something lost; that e2fsck had to repair."""

    disks: int
    torn: int
    lost: int
    repaired: int
    examples: list[str]

    @property
    def holds(self) -> bool:
        return not self.torn and not self.lost

    def __str__(self) -> str:
        return f"{self.torn} torn, {self.lost} lost of {self.disks:,}"


def tried(recorded: Recorded, check: Check, count: int, seed: int) -> Outcome:
    """So many different disks that a power cut may have left."""
    fork = multiprocessing.get_context("fork")  # a child has its bench by inheritance: none can be sent
    with ExitStack() as stack:
        children = []
        for number in range(_AT_ONCE):
            machine = stack.enter_context(bench())
            here, there = fork.Pipe(duplex=False)
            work = functools.partial(_work, there, machine, recorded, check, count, seed, number)
            children.append((fork.Process(target=work), here, there))
        for process, _, there in children:
            process.start()
            there.close()
        parts = [here.recv() for _, here, _ in children]  # EOFError: a child has ended with its traceback
        for process, _, _ in children:
            process.join()
    kinds = sum((kinds for kinds, _ in parts), Counter[str]())
    examples = [example for _, some in parts for example in some]
    return Outcome(kinds["disks"], kinds["torn"], kinds["lost"], kinds["repaired"], examples[:_EXAMPLES])


def _work(
    answer: Connection, machine: Bench, recorded: Recorded, check: Check, count: int, seed: int, number: int
) -> None:
    """Every so many-th image, from that number on."""
    kinds, examples = Counter[str](), []
    all_images = images(recorded.made, recorded.record, count, random.Random(seed))
    for image in itertools.islice(all_images, number, None, _AT_ONCE):
        try:
            with machine.mounted(image) as folder:
                wrong = check(folder, image.marks)
        except OSError as error:
            wrong = [f"torn: {error}"]
        kinds.update({"disks"} | {each.partition(":")[0] for each in wrong})
        examples += [f"{image}: {'; '.join(wrong)}"[:300]] if wrong else []
    kinds["repaired"] = machine.repaired
    answer.send((kinds, examples[:_EXAMPLES]))
