"""`afisier render` as a person runs it: what it prints, and how it ends."""

import io
from pathlib import Path

import pytest
from PIL import Image

from tests.config.conftest import Run


def test_render_by_the_ending_of_the_file(run: Run, folder: Path, tmp_path: Path) -> None:
    for ending, start in ((".png", b"\x89PNG"), (".svg", b"<svg"), (".pdf", b"%PDF")):
        out = tmp_path / f"strada{ending}"
        code, printed, _ = run("render", folder, "strada", "--display", "piata", "--lang", "en", "--out", out)
        assert code == 0
        assert printed.startswith(f"{out}: strada in en for piata, ")
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
    displays = folder / "displays.yaml"
    displays.write_text(displays.read_text().replace("id: piata\n", "id: piata\n    theme: high-contrast\n"))
    assert run(*words)[0] == 0
    assert Image.open(out).convert("RGB").getpixel((200, 20)) == (0, 0, 0)
    paper, dark = tmp_path / "paper.pdf", tmp_path / "dark.pdf"
    assert run(*words[:-1], paper)[0] == run(*words[:-1], dark, "--theme", "high-contrast")[0] == 0
    assert paper.read_bytes() != dark.read_bytes()
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


def test_a_time_beyond_all_calendars(run: Run, folder: Path) -> None:
    code, _, error = run("timeline", folder, "--display", "gara", "--to", "9999-12-31T23:59")
    assert code == 2
    assert "--to: found '9999-12-31T23:59', expected a year from 1900 to 2199" in error


def test_a_pack_that_is_not_there(run: Run, tmp_path: Path) -> None:
    code, _, error = run("render", tmp_path / "no", "strada", "--display", "piata", "--out", "x.png")
    assert code == 2
    assert "does not exist" in error


def test_what_is_wrong_with_another_slide_stops_no_drawing(run: Run, folder: Path, tmp_path: Path) -> None:
    """A picture that is missing, a mistake in the text; the slide itself is refused as ever."""
    out = tmp_path / "x.png"
    notice = folder / "slides" / "restrictii.yaml"
    for fault, sentence in (
        ("image: media/lipsa.png\nalt: Harta\n", "names the file 'media/lipsa.png', which is not in the pack"),
        ("imagine: media/lipsa.png\n", "found the unknown key 'imagine'"),
    ):
        sound = notice.read_text()
        notice.write_text(sound + fault)
        assert run("render", folder, "strada", "--display", "piata", "--out", out)[0] == 0
        assert Image.open(out).size == (1920, 1080)
        code, _, err = run("render", folder, "restrictii", "--display", "piata", "--out", out)
        assert code == 1
        assert sentence in err
        notice.write_text(sound)


def test_what_is_wrong_with_a_shared_file_does(run: Run, folder: Path, tmp_path: Path) -> None:
    displays = folder / "displays.yaml"
    displays.write_text(displays.read_text().replace("viewing_distance_m: 2\n", "viewing_distance_m: 200\n"))
    code, _, err = run("render", folder, "strada", "--display", "piata", "--out", tmp_path / "x.png")
    assert code == 1
    assert "displays.yaml:$.displays[1].viewing_distance_m" in err
