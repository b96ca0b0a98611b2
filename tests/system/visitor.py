"""A person at a browser: finds things by label and role, counts clicks, and notes every complaint.

A complaint is what no page of the studio may give rise to: an error in the console, a report of the content policy, an
uncaught error of a script, a dialog.
"""

import re
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Dialog, Locator, Page, expect

PICTURES = Path(__file__).parents[2] / "build" / "studio"
"""Where the pictures of every page and state are put. No file of the repository: they are to be looked at."""
PATIENCE_MS = 120_000
"""What has not come by then never comes; how fast it comes is measured elsewhere."""
_WIDTHS, _SCHEMES = (360, 1280), ("light", "dark")
_TOLD = "document.addEventListener('securitypolicyviolation', e => console.error('policy: ' + e.violatedDirective))"
_OUTSIDE = """() => [...document.querySelectorAll("body *")].filter(
    it => it.getBoundingClientRect().right > innerWidth).map(it => it.outerHTML.slice(0, 80))"""
_REFUSED = re.compile(r"Failed to load resource: the server responded with a status of (401|403|412|422|429)")
"""The browser's own line about a page that refuses something, which is then looked at."""

expect.set_options(timeout=PATIENCE_MS)


class Visitor:
    """One person, with a browser of their own. `clicks` counts what they pressed since the stopwatch was started.

    `asked` counts how often the page asked whether to leave it; they stay when `stays`.
    """

    def __init__(self, page: Page, address: str) -> None:
        self.page, self._address = page, address
        self.complaints: list[str] = []
        self.clicks = self.asked = 0
        self.stays = False
        self._expected = _REFUSED
        page.on("console", self._told)
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on("dialog", self._dialog)

    def _told(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not self._expected.search(message.text):
            self.complaints.append(f"{self.page.url}: {message.text}")

    async def _dialog(self, dialog: Dialog) -> None:
        if dialog.type != "beforeunload":
            self.complaints.append(f"dialog: {dialog.message}")
        self.asked += 1
        await (dialog.dismiss() if self.stays else dialog.accept())

    @contextmanager
    def expecting(self, complaint: str) -> Iterator[None]:
        """Within this block the browser may complain of that (a pattern), and of nothing else."""
        before, self._expected = self._expected, re.compile(f"{_REFUSED.pattern}|{complaint}")
        yield
        self._expected = before

    # --- as a person does it -----------------------------------------------------------------------------------------

    def named(self, name: str, role: str = "button", *, exact: bool = True) -> Locator:
        return self.page.get_by_role(role, name=name, exact=exact)  # type: ignore[arg-type]

    def field(self, label: str, group: str = "") -> Locator:
        within = self.named(group, "group") if group else self.page
        return within.get_by_label(label, exact=True)

    async def open(self, path: str) -> None:
        """Types an address."""
        await self.page.goto(self._address + path)

    async def press(self, name: str, role: str = "button") -> None:
        """Clicks what has that role and name."""
        self.clicks += 1
        await self.named(name, role).click()

    async def unfold(self, summary: str) -> None:
        self.clicks += 1
        await self.page.locator("summary", has_text=summary).click()

    async def fill(self, label: str, text: str, group: str = "") -> None:
        """Clicks into the field of that label, and types over what is in it."""
        self.clicks += 1
        await self.field(label, group).fill(text)

    async def reach(self, target: Locator, *, back: bool = False) -> None:
        """Presses Tab (with Shift to go back) until the target has the focus, which must be seen on it."""
        await expect(target).to_be_visible()
        for _ in range(120):
            if await target.evaluate("it => it === document.activeElement"):
                seen = await target.evaluate("it => it.matches(':focus-visible') && getComputedStyle(it).outlineStyle")
                assert seen == "solid", await target.evaluate("it => it.outerHTML")
                return
            await self.page.keyboard.press("Shift+Tab" if back else "Tab")
        raise AssertionError(f"Tab does not lead to {target}")

    async def reach_one_of(self, targets: Locator) -> None:
        """Presses Tab until one of the targets has the focus: of radio buttons only one is a stop."""
        for _ in range(120):
            if await targets.evaluate_all("every => every.includes(document.activeElement)"):
                return
            await self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not lead to any of {targets}")

    async def key(self, name: str, role: str = "button", press: str = "Enter", *, exact: bool = True) -> None:
        """Goes to what has that role and name by Tab, and presses a key there."""
        await self.reach(self.named(name, role, exact=exact))
        await self.page.keyboard.press(press)

    async def key_in(self, target: Locator, text: str) -> None:
        """Goes to the field by Tab, and types over what is in it."""
        await self.reach(target)
        await self.page.keyboard.press("Control+A")
        await self.page.keyboard.type(text)

    async def headed(self, text: str) -> None:
        """Is on the page with that headline."""
        await expect(self.page.get_by_role("heading", level=1)).to_contain_text(text)

    async def tagged(self, state: str) -> None:
        """Is on the page of a change in that state, as it says itself."""
        await expect(self.page.locator("h1 .tag")).to_have_text(state)

    async def previewed(self) -> None:
        """Waits until the frame is drawn of what is typed now."""
        await expect(self.page.locator(".look .bezel:not([aria-busy]) > #frame[src^=blob]")).to_be_visible()

    # --- what is held against every page -----------------------------------------------------------------------------

    @contextmanager
    def stopwatch(self, task: str, goal: str) -> Iterator[None]:
        """Prints how many clicks and seconds the task took, beside its goal."""
        self.clicks = 0
        began = time.monotonic()
        yield
        print(f"\n{task}: {self.clicks} clicks, {time.monotonic() - began:.1f} s; goal: {goal}")

    async def pictured(self, name: str, widths: Sequence[int] = _WIDTHS) -> None:
        """Takes pictures of the page in the widths and colour schemes; holds it against axe, and against its width."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        flaws: list[str] = []
        for width in widths:
            await self.page.set_viewport_size({"width": width, "height": 800})
            await self.page.wait_for_function("() => [...document.images].every(it => it.complete)")
            for scheme in _SCHEMES:
                await self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                wide = await self.page.evaluate("() => document.documentElement.scrollWidth")
                if wide > width:
                    flaws.append(f"{width}: is {wide} wide: {await self.page.evaluate(_OUTSIDE)}")
                await self.page.screenshot(path=PICTURES / f"{name}-{width}-{scheme}.png", full_page=True)
                if (width, scheme) in ((widths[0], "dark"), (widths[-1], "light")):
                    flaws += [f"{width} {scheme}: {each}" for each in await self._flaws()]
        await self.page.emulate_media(color_scheme="light")
        assert not flaws, f"{name}: {flaws}"

    async def _flaws(self) -> list[str]:
        """What axe-core has against the page."""
        if not await self.page.evaluate("() => 'axe' in window"):
            await self.page.evaluate(Axe().axe_script)
        results: dict[str, Any] = await self.page.evaluate("() => axe.run({resultTypes: ['violations']})")
        return [f"{each['id']}: {[node['html'][:200] for node in each['nodes']]}" for each in results["violations"]]


@asynccontextmanager
async def visiting(browser: Browser, address: str, **options: Any) -> AsyncIterator[Visitor]:
    """A person in a browser without history, in Romanian unless `locale` says otherwise; nothing is complained of."""
    context: BrowserContext = await browser.new_context(**{"locale": "ro-RO"} | options)
    context.set_default_timeout(PATIENCE_MS)
    if options.get("java_script_enabled", True):
        await context.add_init_script(_TOLD)
    try:
        visitor = Visitor(await context.new_page(), address)
        yield visitor
        assert not visitor.complaints, visitor.complaints
    finally:
        await context.close()
