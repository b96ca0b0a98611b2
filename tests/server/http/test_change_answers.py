"""What the API says of a change that others have published otherwise; the rest is read in `test_changes_api`."""

from content.pack.review import Asked
from control_server.changes.coming import ComingDays
from control_server.changes.effect import ChangeEffect, FrameChange
from control_server.changes.outlook import Outlook
from control_server.http import change_answers
from tests.server.http.test_change_steps import change
from tests.server.simulator import START


def test_a_frame_that_is_new_or_gone_has_no_difference() -> None:
    frames = tuple(
        FrameChange(slide=slide, lang="ro", before=was, after=now, width=16, height=9, displays=("gara",))
        for slide, was, now in (("nou", None, "b" * 64), ("dus", "a" * 64, None), ("alt", "a" * 64, "b" * 64))
    )
    does = ChangeEffect(digest="d", frames=frames, displays=("gara",), plans=(), findings=())
    outlook = Outlook(does, Asked(2, tags=("piata",)), ComingDays(changes=()), (), START)
    told = change_answers.effect(change("draft"), 7, outlook, 0, 2)
    assert [(each.before_picture, each.after_picture, each.difference) for each in told.frames] == [
        (None, f"/api/frames/{'b' * 64}", None),
        (f"/api/frames/{'a' * 64}", None, None),
    ]
    assert (told.frames_in_all, told.revision, told.asked.approvals, told.asked.tags) == (3, 7, 2, ("piata",))
    (both,) = change_answers.effect(change("draft"), 7, outlook, 2, 2).frames
    assert both.difference == f"/api/frames/{'a' * 64}/{'b' * 64}"
