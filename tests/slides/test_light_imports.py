"""The display imports `live` and must start fast: nothing that draws frames comes with it."""

import subprocess
import sys


def test_live_brings_no_renderer() -> None:
    code = (
        "import sys, content.slides.live; print({'typst', 'segno', 'vl_convert', 'content.readers'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
