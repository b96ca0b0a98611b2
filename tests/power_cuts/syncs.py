"""Takes fsync away from this process, for negative controls: what a test of power cuts must find."""

import os
import stat
from typing import Literal

Without = Literal["nothing", "any", "files", "folders"]


def take_away(without: Without) -> None:
    """From now on fsync of those does nothing."""
    real = os.fsync

    def fsync(descriptor: int) -> None:
        is_folder = stat.S_ISDIR(os.fstat(descriptor).st_mode)
        if without == "nothing" or (without == "files" and is_folder) or (without == "folders" and not is_folder):
            real(descriptor)

    os.fsync = fsync
