"""Logs go to standard error, from their level on."""

import subprocess
import sys

PROGRAM = """
import structlog
from config.system import logs
logs.to_stderr()
log = structlog.get_logger()
log.debug("unsaid")
log.info("said", display="gara")
print("the answer")
"""


def test_standard_output_is_for_what_was_asked() -> None:
    ended = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert ended.stdout == "the answer\n"
    assert "said" in ended.stderr and "gara" in ended.stderr
    assert "unsaid" not in ended.stderr
