"""`afisier bench studio` types as the editor's page does. What it finds is not tested."""

import json
from pathlib import Path

from click.testing import CliRunner

from control_server.bench import studio
from control_server.studio import page


def test_bench_studio_types_and_draws(tmp_path: Path) -> None:
    out = tmp_path / "studio.json"
    ended = CliRunner().invoke(studio.studio, ["--keys", "5", "--editors", "2", "--json", str(out)])
    assert ended.exit_code == 0, ended.output
    figures = json.loads(out.read_text())
    assert figures["key to frame (ms)"]["p95"] > studio.WAITS_MS
    assert set(figures["times as long as drawing alone"]) == {"sketch p50", "sketch p95", "exact p50", "exact p95"}
    assert 1 <= figures["typed faster than drawn"]["drawn"] <= figures["typed faster than drawn"]["asked"]


def test_it_waits_as_long_as_the_page() -> None:
    script = (Path(page.__file__).parent / "static" / "editor.js").read_text()
    assert f"const TYPED_MS = {studio.WAITS_MS};" in script
