"""Two versions of a file made of a third: value by value, and a person's choice of both."""

import pytest

from content.findings import RefusedError
from control_server.changes.merging import Disagreement, disagreements, merged

PATH = "slides/a.yaml"
BASE = b"""kind: notice
# Hotararea 12
title: {ro: Unu, en: One}
body: {ro: Joi}
expires: 2026-12-01
"""
MINE = BASE.replace(b"Unu", b"Al meu").replace(b"Joi", b"Vineri")
THEIRS = BASE.replace(b"Unu", b"Al lor").replace(b"2026-12-01", b"2026-12-05").replace(b"12\n", b"12, art. 3\n")


def test_each_value_that_differs_and_who_changed_it() -> None:
    assert disagreements(PATH, BASE, MINE, THEIRS) == [
        Disagreement("title.ro", "Unu", "Al meu", "Al lor", both=True, side="mine"),
        Disagreement("body.ro", "Joi", "Vineri", "Joi", both=False, side="mine"),
        Disagreement("expires", "2026-12-01", "2026-12-01", "2026-12-05", both=False, side="published"),
    ]


def test_the_file_as_it_was_chosen_with_the_published_comments() -> None:
    chosen = merged(PATH, BASE, MINE, THEIRS, {"title.ro": "mine"})
    assert chosen is not None
    text = chosen.decode()
    for words in ("ro: Al meu", "en: One", "ro: Vineri", "2026-12-05", "# Hotararea 12, art. 3"):
        assert words in text
    assert merged(PATH, BASE, MINE, THEIRS, {"title.ro": "published", "body.ro": "published"}) == THEIRS


def test_what_both_changed_is_chosen_by_a_person() -> None:
    with pytest.raises(RefusedError, match=r"slides/a\.yaml:title\.ro: was changed by both"):
        merged(PATH, BASE, MINE, THEIRS, {"title.ro": "whoever"})


def test_members_of_a_list_are_known_by_their_ids() -> None:
    base = b"campaigns:\n  - {id: a, playlist: x, share: 1}\n  - {id: b, playlist: x}\n"
    mine = b"campaigns:\n  - {id: a, playlist: x, share: 2}\n  - {id: b, playlist: x}\n  - {id: c, playlist: x}\n"
    theirs = b"campaigns:\n  - {id: a, playlist: x, share: 3}\n"
    rows = disagreements("campaigns.yaml", base, mine, theirs)
    assert [(row.place, row.mine, row.published, row.both) for row in rows] == [
        ("campaigns.a.share", "2", "3", True),
        ("campaigns.b", "id: b\nplaylist: x", None, False),
        ("campaigns.c", "id: c\nplaylist: x", None, False),
    ]
    chosen = merged("campaigns.yaml", base, mine, theirs, {"campaigns.a.share": "mine"})
    assert disagreements("campaigns.yaml", base, mine, chosen) == rows[1:2]
    assert chosen is not None and b"id: c" in chosen and b"share: 2" in chosen and b"id: b" not in chosen


def test_a_value_that_goes_on_one_side() -> None:
    mine = BASE.replace(b"expires: 2026-12-01\n", b"")
    (row,) = disagreements(PATH, BASE, mine, BASE.replace(b"2026-12-01", b"2026-12-09"))
    assert (row.mine, row.published, row.both) == (None, "2026-12-09", True)
    chosen = merged(PATH, BASE, mine, BASE.replace(b"2026-12-01", b"2026-12-09"), {"expires": "mine"})
    assert chosen is not None and b"expires" not in chosen


@pytest.mark.parametrize(
    ("path", "mine", "published"),
    [("data/x.csv", b"a,1", b"a,2"), (PATH, None, THEIRS), (PATH, MINE, None), (PATH, b"a: [", THEIRS)],
)
def test_what_is_no_yaml_on_both_sides_is_chosen_as_a_whole(
    path: str, mine: bytes | None, published: bytes | None
) -> None:
    (row,) = disagreements(path, BASE, mine, published)
    assert (row.place, row.both) == ("", True)
    assert merged(path, BASE, mine, published, {"": "mine"}) == mine
    assert merged(path, BASE, mine, published, {"": "published"}) == published
