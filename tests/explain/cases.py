"""What the tests of explanations share: explanations at a fixed reading time, and plans with many masks."""

from datetime import date, datetime

from hypothesis import strategies as st
from msgspec.structs import replace

from content.explain import explanation
from content.explain.explanation import Explanation, Headline
from content.explain.sentences import InterfaceLang
from content.pack.model import Pack
from content.publication.planner import plan_for
from content.schedule import resolve
from content.schedule.plan import Entry, Plan
from tests.schedule.plans import plans, windows


def characters(pack: Pack, slide: str, lang: str) -> int:
    return 100


def explained(
    pack: Pack,
    at: datetime,
    display: str = "piata",
    language: InterfaceLang = "en",
    headline: Headline | None = None,
) -> Explanation:
    """As `explain`, with slides of a hundred characters, whatever they say."""
    shown = pack.displays[display]
    schedule = resolve.Schedule(plan_for(pack, shown, characters))
    return explanation.of_schedule(pack, shown, schedule, at, language=language, headline=headline)


@st.composite
def layered(draw: st.DrawFn, day: date) -> Plan:
    """As `plans`, with one campaign below all others that always runs and two above them: maskers that are masked."""
    plan = draw(plans(day))
    slides = tuple(plan.items)
    low = Entry(campaign="low", slides=slides, priority=-1)
    tops = (Entry(campaign=f"t{n}", slides=slides, priority=n, dayparts=draw(windows())) for n in (2, 3))
    return replace(plan, entries=(*plan.entries[:2], low, *tops))
