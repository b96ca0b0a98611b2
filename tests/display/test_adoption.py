"""Which manifest plays and which is on its way: one write at a time, ever newer."""

from datetime import timedelta
from pathlib import Path

import pytest

from content.findings import RefusedError
from content.wire import Manifest
from content.wire.trusted import TrustedSet
from display_client import events
from display_client.adoption import AGAIN_S, Adoption
from display_client.bench.rehearsal import Rehearsal, SyntheticSlide
from display_client.store import StoredManifest


@pytest.fixture
def rehearsal(tmp_path: Path) -> Rehearsal:
    return Rehearsal(tmp_path)


@pytest.fixture
def adoption(rehearsal: Rehearsal) -> Adoption:
    enrolment = rehearsal.enrolment
    return Adoption(TrustedSet([enrolment.public_key()], enrolment.site, enrolment.display))


def manifests(rehearsal: Rehearsal, count: int) -> list[Manifest]:
    return [rehearsal.manifest({"a": SyntheticSlide(b"%d" % number)}) for number in range(count)]


def order(rehearsal: Rehearsal, manifest: Manifest) -> list[events.Effect]:
    return [events.Adopt(StoredManifest(manifest.version, rehearsal.sign(manifest)))]


def complete(manifest: Manifest) -> bool:
    return True


def test_nothing_is_written_before_it_is_complete(rehearsal: Rehearsal, adoption: Adoption) -> None:
    (manifest,) = manifests(rehearsal, 1)
    assert adoption.adopt_when(complete) == []
    assert adoption.offer(rehearsal.sign(manifest), manifest.issued)
    assert adoption.adopt_when(lambda asked: asked != manifest) == []
    assert adoption.needed() == manifest.assets
    assert adoption.adopt_when(complete) == order(rehearsal, manifest)
    assert adoption.adopt_when(complete) == []  # one at a time
    assert adoption.written()
    assert adoption.current is not None and adoption.current.manifest == manifest
    assert adoption.pending is None and adoption.adopt_when(complete) == []


def test_a_newer_one_waits_until_the_older_is_written(rehearsal: Rehearsal, adoption: Adoption) -> None:
    first, second, third = manifests(rehearsal, 3)
    for manifest in (first, second):
        adoption.offer(rehearsal.sign(manifest), manifest.issued)
        adoption.adopt_when(complete)
    adoption.offer(rehearsal.sign(third), third.issued)
    assert not adoption.written()  # the first plays, and is not the newest
    assert adoption.needed() == first.assets | third.assets
    assert adoption.adopt_when(complete) == order(rehearsal, third)
    assert adoption.written()
    assert adoption.needed() == third.assets


def test_what_the_card_did_not_take_is_tried_again_after_a_while(rehearsal: Rehearsal, adoption: Adoption) -> None:
    (manifest,) = manifests(rehearsal, 1)
    now = manifest.issued
    adoption.offer(rehearsal.sign(manifest), now)
    adoption.adopt_when(complete)
    adoption.not_written(now)
    assert adoption.again_at == now + timedelta(seconds=AGAIN_S)
    assert adoption.adopt_again(now, complete) == []
    assert adoption.adopt_again(adoption.again_at, complete) == order(rehearsal, manifest)
    assert adoption.again_at is None


def test_the_same_and_the_older_are_no_offer(rehearsal: Rehearsal, adoption: Adoption) -> None:
    first, second = manifests(rehearsal, 2)
    adoption.offer(rehearsal.sign(second), second.issued)
    assert not adoption.offer(rehearsal.sign(second), second.issued)
    with pytest.raises(RefusedError, match=r"1\.1 is not newer than 1\.2"):
        adoption.offer(rehearsal.sign(first), first.issued)
    assert adoption.pending is not None and adoption.pending.manifest == second


def test_it_knows_the_envelopes_of_what_plays_and_of_what_is_to_play(rehearsal: Rehearsal, adoption: Adoption) -> None:
    first, second = manifests(rehearsal, 2)
    digests = [StoredManifest(each.version, rehearsal.sign(each)).digest for each in (first, second)]
    adoption.begin(StoredManifest(first.version, rehearsal.sign(first)))
    assert [adoption.knows(digest) for digest in digests] == [True, False]
    adoption.offer(rehearsal.sign(second), second.issued)
    assert [adoption.knows(digest) for digest in digests] == [True, True]


def test_a_forged_slot_is_no_beginning(adoption: Adoption) -> None:
    with pytest.raises(RefusedError, match="is not genuine"):
        adoption.begin(StoredManifest((9, 9), b"forged"))
    assert adoption.current is None
