"""A browser in kiosk mode that shows the same slides: what `afisier bench display --beside` measures a display against.

Decides what a fair page is: two images that lie one over the other, a cross-fade of the same length by CSS, the next
picture decoded before its turn, files of this machine only, and flags that keep the browser from doing anything else.
"""

import json
from pathlib import Path

_PAGE = """<!doctype html>
<html lang="ro" translate="no"><meta charset="utf-8"><meta name="google" content="notranslate"><title>kiosk</title>
<style>
html, body {{ margin: 0; background: #444; overflow: hidden; cursor: none; }}
img {{ position: fixed; inset: 0; width: {width}px; height: {height}px; }}
img {{ opacity: 0; transition: opacity {fade}s ease-in-out; }}
img.on {{ opacity: 1; }}
</style>
<img id="a" class="on" src="{first}" alt=""><img id="b" alt="">
<script>
const slides = {slides}, each = {seconds};
let on = document.getElementById("a"), off = document.getElementById("b"), at = 0;
async function next() {{
  at = (at + 1) % slides.length;
  off.src = slides[at];
  await off.decode();
  off.classList.add("on");
  on.classList.remove("on");
  [on, off] = [off, on];
}}
if (slides.length > 1) setInterval(next, each * 1000);
</script>
</html>
"""
_FLAGS = (
    "--kiosk",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--no-default-browser-check",
    "--noerrdialogs",
    "--disable-infobars",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-extensions",
    "--disable-sync",
    "--disable-breakpad",
    "--disable-translate",
    "--disable-features=Translate,MediaRouter,OptimizationHints",
    "--metrics-recording-only",
    "--password-store=basic",
    "--force-device-scale-factor=1",
    "--hide-scrollbars",
    "--window-position=0,0",
)


def write_page(folder: Path, slides: list[bytes], size: tuple[int, int], seconds: int, fade_s: float) -> Path:
    """A page that shows these pictures (PNG of that size), each so many seconds, and its pictures beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    names = []
    for number, png in enumerate(slides):
        (folder / f"{number}.png").write_bytes(png)
        names.append(f"{number}.png")
    page = folder / "page.html"
    words = {"slides": json.dumps(names), "first": names[0], "seconds": seconds, "fade": fade_s}
    page.write_text(_PAGE.format(width=size[0], height=size[1], **words))
    return page


def command(browser: str, page: Path, size: tuple[int, int]) -> list[str]:
    """The command line of the browser, Chromium or one of its kin; its profile lies beside the page."""
    profile = page.parent / "profile"
    window = f"--window-size={size[0] + 1},{size[1] + 1}"  # it gives a window that covers a screen a pixel less
    return [browser, *_FLAGS, window, f"--user-data-dir={profile}", page.as_uri()]
