"""A display starts fast and reads plans: nothing that draws frames or reads packs comes with its programs."""

import subprocess
import sys

HEAVY = ("typst", "segno", "vl_convert", "sqlalchemy", "kivy")
AUTHORING = (
    "content.pack",
    "content.slides",
    "content.publication",
    "content.checks",
    "content.readers",
    "content.legal",
)


def test_agent_and_schedule_bring_neither_a_renderer_nor_the_authoring_model() -> None:
    code = (
        "import sys, display_client.agent, display_client.screen.on_glass, content.live;"
        f"print([name for name in sys.modules if name.startswith({HEAVY + AUTHORING})])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
