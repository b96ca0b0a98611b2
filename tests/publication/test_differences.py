"""How what a display is told differs from what it was told before."""

from datetime import UTC, datetime, timedelta

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from content.publication.differences import Difference, difference
from content.schedule.plan import Plan
from content.wire import Frame, Manifest

NOW = datetime(2026, 6, 15, 9, tzinfo=UTC)
ASSETS = st.sampled_from(["0" * 64, "1" * 64, "2" * 64]).map(lambda asset: Frame(asset=asset))
FRAMES = st.dictionaries(
    st.sampled_from("abc"), st.dictionaries(st.sampled_from(["ro", "en"]), ASSETS, min_size=1), max_size=3
)


@st.composite
def manifests(draw: st.DrawFn) -> Manifest:
    frames = draw(FRAMES)
    large = {slide: {lang: draw(ASSETS) for lang in turns} for slide, turns in frames.items()}
    return Manifest(
        site="proba",
        display="gara",
        epoch=1,
        sequence=draw(st.integers(1, 9)),
        issued=NOW + draw(st.timedeltas(timedelta(0), timedelta(days=9))),
        valid_until=NOW + timedelta(days=30),
        width=1280,
        height=720,
        plan=Plan(timezone="Europe/Bucharest", phase=draw(st.integers(0, 1))),
        frames=frames,
        neutral=draw(ASSETS),
        assets={},
        alternatives=draw(st.sampled_from([{}, {"large-text": large}])),
    )


def names(manifest: Manifest) -> set[tuple[str, str]]:
    return {(slide, lang) for slide, turns in manifest.frames.items() for lang in turns}


@given(manifests(), manifests())
def test_every_frame_is_added_changed_removed_or_the_same_in_every_theme(before: Manifest, after: Manifest) -> None:
    differs = difference(before, after)
    assert set(differs.added) == names(after) - names(before)
    assert set(differs.removed) == names(before) - names(after)
    themes = ((before.frames, after.frames), (before.alternatives, after.alternatives))
    (own, own_after), (others, others_after) = themes
    for slide, lang in names(before) & names(after):
        same = own[slide][lang] == own_after[slide][lang] and others.keys() == others_after.keys()
        same = same and all(others[theme][slide][lang] == others_after[theme][slide][lang] for theme in others)
        assert ((slide, lang) in differs.changed) == (not same)
    assert set(differs.changed) <= names(before) & names(after)
    assert differs.plan == (before.plan != after.plan)
    assert differs.neutral == (before.neutral != after.neutral)


@given(manifests())
def test_version_and_dates_make_no_difference(manifest: Manifest) -> None:
    later = msgspec.structs.replace(manifest, epoch=7, sequence=70, issued=NOW + timedelta(days=99))
    assert difference(manifest, later) == Difference(display="gara", plan=False, neutral=False)
    assert not difference(manifest, later)


@given(manifests())
def test_a_display_that_was_told_nothing_is_told_everything(manifest: Manifest) -> None:
    everything = difference(None, manifest)
    assert everything and everything.plan and everything.neutral
    assert set(everything.added) == names(manifest)
    assert everything.changed == everything.removed == ()
