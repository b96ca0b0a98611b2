"""A made-up city of any size, the same in every run.

Decides what is in it: dayparts, priorities, recurrence, dates, and one to five languages. Every campaign with hours
begins and ends at minutes of its own. Some slides open and some end at instants of their own in the course of `DAY`.
So a city with more campaigns or slides has more edges. Leaves out what is measured (`schedule`).
"""

from datetime import UTC, datetime, timedelta

from content.authored import Moment
from content.pack.model import Campaign, City, Contact, Display, Pack, Panel, Playlist, Population
from content.pack.slide import Slide
from content.pack.slides import Notice
from content.pack.tagged import Tagged
from content.pack.values import Daypart, Lang, Text

LANGUAGES: tuple[Lang, ...] = ("ro", "en", "hu", "de", "sr")
DAY = datetime(2026, 6, 14, 21, tzinfo=UTC)
"""A local midnight of Bucharest: the day that is measured, a Monday, begins."""
YEAR = 365
"""Days."""
DISTRICTS = 7
PANELS = ((1920, 1080), (1080, 1920), (1280, 720))


def made_up(campaigns: int, slides: int, displays: int) -> Pack:
    """A pack of that size: as many campaigns and slides for each display.

    All displays have all campaigns but one and all slides but one in common; the displays of a district share one
    more of each. Every campaign has some of the slides, and every slide is in some campaign.
    """
    texts: list[Text] = [dict.fromkeys(LANGUAGES[: 2 + n % 4], "Text") for n in range(4)]
    listed: list[list[str]] = [[] for _ in range(campaigns - 1)]
    for n in range(max(campaigns, slides) - 1):
        listed[n % (campaigns - 1)].append(f"s{n % (slides - 1)}")
    common: dict[str, Slide] = {f"s{n}": _slide(n, texts[n % 4]) for n in range(slides - 1)}
    local: dict[str, Slide] = {f"local{n}": Notice(title=texts[n % 4], body=texts[n % 4]) for n in range(DISTRICTS)}
    playlists = {f"c{n}": names for n, names in enumerate(listed)} | {name: [name] for name in local}
    return Pack(
        city=_CITY,
        displays={f"d{n}": _display(n) for n in range(displays)},
        slides=common | local,
        playlists={name: Playlist(id=name, slides=tuple(names)) for name, names in playlists.items()},
        campaigns={f"c{n}": _campaign(n) for n in range(campaigns - 1)}
        | {name: Campaign(id=name, playlist=name, displays=Tagged(tags=(name,))) for name in local},
    )


_CITY = City(
    id="proba",
    name="Proba",
    timezone="Europe/Bucharest",
    languages=LANGUAGES,
    population=Population(value=250_849, as_of=Moment("2021-12-01"), source="INS"),
    contact=Contact(phone="0256 408 300", desk="bd. C.D. Loga 1"),
)


def _display(n: int) -> Display:
    width, height = PANELS[n % len(PANELS)]
    return Display(
        id=f"d{n}",
        name="Proba",
        panel=Panel(diagonal_inch=55, width=width, height=height),
        viewing_distance_m=3,
        audience="waiting" if n % 2 else "passing",
        languages=LANGUAGES[: 1 + n % 5],
        tags=(f"local{n % DISTRICTS}",),
        hours=(Daypart(start=f"{4 + n % 4:02}:00", end="23:00"),),
    )


def _campaign(n: int) -> Campaign:
    """Every other campaign has dayparts of one to four hours, two have a higher priority, and every eighth recurs."""
    start = 300 + n * 397 % 961
    end = start + 60 + n * 61 % 180
    hours = Daypart(days="mon-fri" if n % 4 == 1 else "mon-sun", start=_clock(start), end=_clock(end))
    return Campaign(
        id=f"c{n}",
        playlist=f"c{n}",
        priority=1 if n in (7, 23) else 0,
        share=1 + n % 5,
        first=Moment("2026-01-01"),
        dayparts=(hours,) if n % 2 else (),
        rrule="FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH" if n % 8 == 2 else None,
    )


def _slide(n: int, text: Text) -> Notice:
    """Of twelve slides one opens and one ends at some second of `DAY`, and two end on some day of the year after."""
    local = (DAY + timedelta(seconds=n * 7919 % 86_400)).astimezone(_CITY.zone)
    opens = Moment(local.isoformat()) if n % 12 == 3 else None
    ends = Moment(local.isoformat()) if n % 12 == 9 else None
    if n % 6 == 0:
        ends = Moment((local + timedelta(days=1 + n * 37 % YEAR)).date().isoformat())
    return Notice(title=text, body=text, not_before=opens, expires=ends)


def _clock(minutes: int) -> str:
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"


def characters(pack: Pack, slide: str, lang: str) -> int:
    """Stands for the number of characters of a page, which is worked out from composed pages otherwise."""
    return 60 + 7 * (len(slide) + len(lang)) % 90


def size_of(pack: Pack) -> tuple[int, int, int]:
    """The arguments of `made_up` that make a pack of this size."""
    return len(pack.campaigns) - DISTRICTS + 1, len(pack.slides) - DISTRICTS + 1, len(pack.displays)
