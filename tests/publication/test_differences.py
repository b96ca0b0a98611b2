"""How what a display is told differs from what it was told before."""

from datetime import UTC, datetime, timedelta

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from content.publication.differences import Difference, ToldDisplay, difference
from content.schedule.plan import Plan
from content.wire import Frame, Manifest, Programme

NOW = datetime(2026, 6, 15, 9, tzinfo=UTC)
ASSETS = st.sampled_from(["0" * 64, "1" * 64, "2" * 64]).map(lambda asset: Frame(asset=asset))
FRAMES = st.dictionaries(
    st.sampled_from("abc"), st.dictionaries(st.sampled_from(["ro", "en"]), ASSETS, min_size=1), max_size=3
)


@st.composite
def told(draw: st.DrawFn) -> ToldDisplay:
    frames = draw(FRAMES)
    large = {slide: {lang: draw(ASSETS) for lang in turns} for slide, turns in frames.items()}
    programme = Programme(
        width=1280,
        height=720,
        plan=Plan(timezone="Europe/Bucharest"),
        frames=frames,
        neutral=draw(ASSETS),
        assets={},
        alternatives=draw(st.sampled_from([{}, {"large-text": large}])),
    )
    manifest = Manifest(
        site="proba",
        display="gara",
        epoch=1,
        sequence=draw(st.integers(1, 9)),
        issued=NOW + draw(st.timedeltas(timedelta(0), timedelta(days=9))),
        valid_until=NOW + timedelta(days=30),
        programme="0" * 64,
        size=1,
        phase=draw(st.integers(0, 1)),
    )
    return ToldDisplay(manifest, programme)


def names(programme: Programme) -> set[tuple[str, str]]:
    return {(slide, lang) for slide, turns in programme.frames.items() for lang in turns}


@given(told(), told())
def test_every_frame_is_added_changed_removed_or_the_same_in_every_theme(
    earlier: ToldDisplay, later: ToldDisplay
) -> None:
    differs, before, after = difference(earlier, later), earlier.programme, later.programme
    assert set(differs.added) == names(after) - names(before)
    assert set(differs.removed) == names(before) - names(after)
    themes = ((before.frames, after.frames), (before.alternatives, after.alternatives))
    (own, own_after), (others, others_after) = themes
    for slide, lang in names(before) & names(after):
        same = own[slide][lang] == own_after[slide][lang] and others.keys() == others_after.keys()
        same = same and all(others[theme][slide][lang] == others_after[theme][slide][lang] for theme in others)
        assert ((slide, lang) in differs.changed) == (not same)
    assert set(differs.changed) <= names(before) & names(after)
    assert differs.plan == (earlier.manifest.phase != later.manifest.phase)
    assert differs.neutral == (before.neutral != after.neutral)


@given(told())
def test_version_and_dates_make_no_difference(before: ToldDisplay) -> None:
    manifest = msgspec.structs.replace(before.manifest, epoch=7, sequence=70, issued=NOW + timedelta(days=99))
    later = ToldDisplay(manifest, before.programme)
    assert difference(before, later) == Difference(display="gara", plan=False, neutral=False)
    assert not difference(before, later)


@given(told())
def test_a_display_that_was_told_nothing_is_told_everything(after: ToldDisplay) -> None:
    everything = difference(None, after)
    assert everything and everything.plan and everything.neutral
    assert set(everything.added) == names(after.programme)
    assert everything.changed == everything.removed == ()
