"""The limit of open files."""

import subprocess
import sys

import pytest

ASK = "import resource; from config.system import descriptors; print(descriptors.raised(), *resource.getrlimit(7))"


@pytest.mark.parametrize("soft", [64, 300])
def test_it_is_raised_to_what_the_system_allows(soft: int) -> None:
    limited = f"import resource; resource.setrlimit(7, ({soft}, 300)); {ASK}"
    told = subprocess.run([sys.executable, "-c", limited], capture_output=True, text=True, check=True).stdout
    assert told.split() == ["300", "300", "300"]
