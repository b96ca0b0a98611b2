"""`afisier render` and `timeline` as a person runs them: what they print, and how they end."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from config import cli
from tests.content import sample

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `afisier` with these words: exit code, standard output, standard error."""

    def run(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["afisier", *map(str, words)])
        try:
            cli.main()
            code = 0
        except SystemExit as ended:
            code = int(ended.code or 0)
        return code, *capsys.readouterr()

    return run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, data in sample.files(city=sample.CITY + "sample_day: 2026-11-23\n").items():
        path = tmp_path / "pack" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return tmp_path / "pack"


def test_render_by_the_ending_of_the_file(run: Run, folder: Path, tmp_path: Path) -> None:
    for ending, start in ((".png", b"\x89PNG"), (".svg", b"<svg"), (".pdf", b"%PDF")):
        out = tmp_path / f"strada{ending}"
        code, said, _ = run("render", folder, "strada", "--display", "piata", "--lang", "en", "--out", out)
        assert code == 0
        assert said.startswith(f"{out}: strada in en for piata, ")
        assert out.read_bytes().startswith(start)
    assert Image.open(tmp_path / "strada.png").size == (1920, 1080)


def test_render_in_another_theme(run: Run, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "strada.png"
    words = ("render", folder, "strada", "--display", "piata", "--lang", "en", "--out", out)
    grounds = {}
    for theme in ("standard", "high-contrast", "large-text"):
        assert run(*words, "--theme", theme)[0] == 0
        grounds[theme] = Image.open(out).convert("RGB").getpixel((200, 20))
    assert grounds == {"standard": (247, 244, 237), "high-contrast": (0, 0, 0), "large-text": (247, 244, 237)}
    code, _, err = run(*words, "--theme", "dark")
    assert code == 2
    assert "found the theme 'dark', expected one of standard, high-contrast, large-text" in err


def test_a_rendered_png_tells_the_time_it_is_asked_for(run: Run, folder: Path, tmp_path: Path) -> None:
    pictures = []
    for at in ("2026-11-23T10:00", "2026-11-23T10:00+02:00", "2026-12-05T10:00"):
        out = tmp_path / "x.png"
        assert run("render", folder, "strada", "--display", "piata", "--at", at, "--out", out)[0] == 0
        pictures.append(Image.open(io.BytesIO(out.read_bytes())).tobytes())
    assert pictures[0] == pictures[1]
    assert pictures[0] != pictures[2]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("nix", "--display", "piata", "--out", "x.png"), "found the slide 'nix', expected one of restrictii, strada"),
        (("strada", "--display", "nix", "--out", "x.png"), "found the display 'nix', expected one of piata, gara"),
        (
            ("restrictii", "--display", "gara", "--lang", "hu", "--out", "x.png"),
            "found the language 'hu', expected one of ro, en",
        ),
        (("strada", "--display", "gara", "--out", "x.gif"), "--out ends in '.gif', expected one of .png, .svg, .pdf"),
        (
            ("strada", "--display", "gara", "--at", "noon", "--out", "x.png"),
            "--at: found 'noon', expected a date or time as 2026-12-31 or 2026-12-31T23:59",
        ),
        (("strada", "--display", "gara"), "Missing option '--out'"),
    ],
)
def test_wrong_use_of_render(run: Run, folder: Path, words: tuple[str, ...], sentence: str) -> None:
    code, out, error = run("render", folder, *words)
    assert (code, out) == (2, "")
    assert sentence in error


def test_render_into_a_folder_that_is_not_there(run: Run, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "no" / "x.svg"
    code, _, error = run("render", folder, "strada", "--display", "piata", "--out", out)
    assert (code, error) == (1, f"error: {out}: cannot be written: No such file or directory\n")


def test_timeline_in_local_time(run: Run, folder: Path) -> None:
    times = ("--from", "2026-12-06T23:58", "--to", "2026-12-07T00:00:30")
    code, out, _ = run("timeline", folder, "--display", "piata", *times, "--json")
    rows = json.loads(out)
    assert code == 0
    assert rows[-1] == {
        "since": "2026-12-07T00:00:00+02:00",
        "until": "2026-12-08T00:00:00+02:00",
        "slide": None,
        "lang": None,
        "campaign": None,
        "state": "neutral",
    }
    assert rows[-2]["since"] == "2026-12-06T23:59:00+02:00"  # the call has closed, the notice expired before
    assert {row["slide"] for row in rows[:-2]} == {"strada"}
    code, out, _ = run("timeline", folder, "--display", "piata", *times)
    assert out.splitlines()[-1] == "2026-12-07 00:00:00–2026-12-08 00:00:00 +0200  neutral"
    assert code == 0


def test_timeline_of_a_display_that_is_off(run: Run, folder: Path) -> None:
    _, out, _ = run("timeline", folder, "--display", "gara", "--from", "2026-11-23T02:00", "--to", "2026-11-23T06:01")
    assert out.splitlines()[0] == "2026-11-23 00:00:00–06:00:00 +0200  off"
    assert "hu  strada  (mereu)" in out


def test_wrong_use_of_timeline(run: Run, folder: Path) -> None:
    assert run("timeline", folder, "--display", "x")[0] == 2
    code, _, error = run("timeline", folder, "--display", "gara", "--from", "2026-11-23", "--to", "2026-11-22")
    assert code == 2
    assert "--to is 2026-11-22 00:00:00+02:00, expected it after --from, 2026-11-23 00:00:00+02:00" in error


def test_a_time_beyond_all_calendars(run: Run, folder: Path) -> None:
    code, _, error = run("timeline", folder, "--display", "gara", "--to", "9999-12-31T23:59")
    assert code == 2
    assert "--to: found '9999-12-31T23:59', expected a year from 1900 to 2199" in error


def test_a_pack_that_is_not_there(run: Run, tmp_path: Path) -> None:
    code, _, error = run("render", tmp_path / "no", "strada", "--display", "piata", "--out", "x.png")
    assert code == 2
    assert "does not exist" in error
