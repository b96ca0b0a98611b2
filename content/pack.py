"""A city pack from its files: YAML and data in, one `Pack` or every fault in it out.

Pure but for `read_folder`. Decides which files a pack has and that their references hold. Leaves out whether a slide
may be published (`checks`).
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from content.model import Pack


def parse(files: Mapping[str, bytes]) -> Pack:
    """The pack written in these files (path in the pack → bytes). Raises RefusedError with every fault found."""
    raise NotImplementedError


def read_folder(folder: Path) -> dict[str, bytes]:
    """The files of a pack folder, hidden ones left out. Raises RefusedError."""
    raise NotImplementedError


def moved(files: Mapping[str, bytes], today: date) -> dict[str, bytes]:
    """A sample pack's files with its schedule moved by whole days from its `sample_day` to `today`."""
    raise NotImplementedError
