"""An alert as template data: what happens, what to do, who says it, and from when until when.

Decides its colours, which no other slide has: white on deep red by day, in high contrast yellow on black; nothing
flashes (WCAG 2.3.1).
"""

import msgspec

from content.pack.alert import Alert
from content.pack.model import Pack, Theme
from content.slides import nobreak, numerals, page, sizes, wording
from content.slides.colours import PAPERS, Colours, Ink, Inks
from content.slides.job import Format
from content.slides.kind import Kind
from content.slides.page_data import FontSizes, PageData

READ_FROM_M = 5.0
"""From so far away an alert is read, wherever people stand who read the other slides of the display."""
_SMALLER = (0.85, 0.72)
"""A long alert on a small display is drawn smaller than that before it is refused; never below the display's own."""


class AlertInks(Inks):
    """The ink of the paper itself: by day an alert has no paper of the city's."""

    def colours(self, theme: Theme) -> Colours:
        """As `Inks.colours`, on red by day."""
        if theme == "high-contrast":
            return super().colours(theme)
        return msgspec.structs.replace(
            PAPERS[theme],
            ground="#9b0f14",
            card="#10151c",
            ink="#ffffff",
            muted="#ffffff",
            grey="#ffffff",
            accent="#ffe14d",
            tint="#ffe14d",
            on_accent="#10151c",
        )


INKS = AlertInks(day=Ink("#ffe14d", "#ffe14d"), night=Ink("#ffe14d", "#ffe14d"))


class AlertData(PageData, frozen=True, kw_only=True, rename="kebab"):
    """What `alert.typ` is given beside the page. `lasts` says from when until when, `issuer` who says it."""

    text: tuple[str, ...]
    issuer: str
    lasts: str


def characters(pack: Pack, slide: Alert, lang: str) -> int:
    """Headline and what to do."""
    return sum(len(pack.city.say(text, lang) or "") for text in (slide.title, slide.body))


def compose(pack: Pack, slide: Alert, _where: str, lang: str, fmt: Format) -> AlertData:
    """Without a code: who reads it acts at once."""
    zone = pack.city.zone
    since, until = (each.instant(zone).astimezone(zone) for each in (slide.since, slide.until))
    last = f"{until:%H:%M}" if since.date() == until.date() else numerals.minute(until, lang)
    clocks = wording.word("alert-lasts", lang, f"{since:%H:%M}", last)
    ground = page.frame(pack.city, INKS, lang, fmt)
    return AlertData(
        frame=msgspec.structs.replace(
            ground, wanted=_wanted(ground.wanted, fmt), steps=(*ground.steps[:-1], *_SMALLER, 0)
        ),
        kicker=wording.word("alert", lang),
        title=nobreak.glued(pack.city.say(slide.title, lang) or ""),
        text=tuple(
            nobreak.glued(line) for line in (pack.city.say(slide.body, lang) or "").splitlines() if line.strip()
        ),
        issuer=nobreak.glued(pack.city.name_of(slide.issuer, lang)),
        lasts=nobreak.glued(clocks),
    )


def _wanted(least: FontSizes, fmt: Format) -> FontSizes:
    """These sizes, and larger ones where people could not read it from `READ_FROM_M`."""
    far = msgspec.structs.replace(fmt, viewing_distance_m=READ_FROM_M)
    head, body = (sizes.font_size(arcmin, far) for arcmin in (sizes.LEAST.body, sizes.LEAST.small))
    return FontSizes(head=max(least.head, head), body=max(least.body, body), small=least.small)


KIND = Kind(slide=Alert, template="alert", inks=INKS, compose=compose, characters=characters)
