"""Which manifest plays and which is on its way: one write at a time, ever newer."""

from datetime import timedelta
from pathlib import Path

import pytest

from content.findings import RefusedError
from content.wire import Programme
from content.wire.trusted import TrustedSet
from display_client import events
from display_client.adoption import AGAIN_S, Adoption
from display_client.bench.rehearsal import Rehearsal, Rehearsed, SyntheticSlide
from display_client.store import StoredManifest


@pytest.fixture
def rehearsal(tmp_path: Path) -> Rehearsal:
    return Rehearsal(tmp_path)


@pytest.fixture
def adoption(rehearsal: Rehearsal) -> Adoption:
    enrolment = rehearsal.enrolment
    return Adoption(TrustedSet([enrolment.public_key()], enrolment.site, enrolment.display))


def manifests(rehearsal: Rehearsal, count: int) -> list[Rehearsed]:
    return [rehearsal.manifest({"a": SyntheticSlide(b"%d" % number)}) for number in range(count)]


def order(rehearsal: Rehearsal, told: Rehearsed) -> list[events.Effect]:
    return [events.Adopt(rehearsal.stored(told))]


def offer(adoption: Adoption, rehearsal: Rehearsal, told: Rehearsed) -> None:
    """Its manifest arrives, and its programme."""
    assert adoption.offer(rehearsal.sign(told), told.manifest.issued)
    assert adoption.missing_programme() == {told.manifest.programme: len(told.data)}
    adoption.take_programme(told.manifest.programme, told.data)
    assert adoption.missing_programme() == {}


def complete(programme: Programme) -> bool:
    return True


def test_nothing_is_written_before_it_is_complete(rehearsal: Rehearsal, adoption: Adoption) -> None:
    (manifest,) = manifests(rehearsal, 1)
    assert adoption.adopt_when(complete) == []
    assert adoption.offer(rehearsal.sign(manifest), manifest.manifest.issued)
    assert adoption.needed() == {} and adoption.adopt_when(complete) == []  # its programme is not here
    adoption.take_programme(manifest.manifest.programme, manifest.data)
    assert adoption.adopt_when(lambda asked: asked != manifest.programme) == []
    assert adoption.needed() == manifest.assets
    assert adoption.adopt_when(complete) == order(rehearsal, manifest)
    assert adoption.adopt_when(complete) == []  # one at a time
    assert adoption.written()
    assert adoption.current is not None and adoption.current.programme == manifest.programme
    assert adoption.playing is not None and adoption.playing.manifest == manifest.manifest
    assert adoption.pending is None and adoption.adopt_when(complete) == []


def test_a_newer_one_waits_until_the_older_is_written(rehearsal: Rehearsal, adoption: Adoption) -> None:
    first, second, third = manifests(rehearsal, 3)
    for manifest in (first, second):
        offer(adoption, rehearsal, manifest)
        adoption.adopt_when(complete)
    offer(adoption, rehearsal, third)
    assert not adoption.written()  # the first plays, and is not the newest
    assert adoption.needed() == first.assets | third.assets
    assert adoption.adopt_when(complete) == order(rehearsal, third)
    assert adoption.written()
    assert adoption.needed() == third.assets


def test_what_the_card_did_not_take_is_tried_again_after_a_while(rehearsal: Rehearsal, adoption: Adoption) -> None:
    (manifest,) = manifests(rehearsal, 1)
    now = manifest.manifest.issued
    offer(adoption, rehearsal, manifest)
    adoption.adopt_when(complete)
    adoption.not_written(now, plays=False)
    assert adoption.again_at == now + timedelta(seconds=AGAIN_S)
    assert adoption.adopt_again(now, complete) == []
    assert adoption.adopt_again(adoption.again_at, complete) == order(rehearsal, manifest)
    assert adoption.again_at is None


def test_the_same_and_the_older_are_no_offer(rehearsal: Rehearsal, adoption: Adoption) -> None:
    first, second = manifests(rehearsal, 2)
    adoption.offer(rehearsal.sign(second), second.manifest.issued)
    assert not adoption.offer(rehearsal.sign(second), second.manifest.issued)
    with pytest.raises(RefusedError, match=r"1\.1 is not newer than 1\.2"):
        adoption.offer(rehearsal.sign(first), first.manifest.issued)
    assert adoption.pending is not None and adoption.pending.manifest == second.manifest


def test_a_programme_that_is_here_is_not_asked_for_again(rehearsal: Rehearsal, adoption: Adoption) -> None:
    """Whether it plays, is being written, or waits for its assets."""
    first = rehearsal.manifest({"a": SyntheticSlide(b"a")})
    offer(adoption, rehearsal, first)
    for sequence in (2, 3, 4):
        renewed = first.told(sequence=sequence)
        assert adoption.offer(rehearsal.sign(renewed), renewed.manifest.issued)
        assert adoption.missing_programme() == {}
        if sequence == 2:
            assert adoption.adopt_when(complete) == order(rehearsal, renewed)
            other = rehearsal.manifest({"b": SyntheticSlide(b"b")}).told(sequence=2, epoch=1)
            with pytest.raises(RefusedError, match="is not newer"):
                adoption.offer(rehearsal.sign(other), other.manifest.issued)
        if sequence == 3:
            assert not adoption.written()
            assert adoption.adopt_when(complete) == order(rehearsal, renewed)
            assert adoption.written()


def test_one_that_is_written_while_another_is_pending_is_here_too(rehearsal: Rehearsal, adoption: Adoption) -> None:
    first, second = manifests(rehearsal, 2)
    offer(adoption, rehearsal, first)
    adoption.adopt_when(complete)
    offer(adoption, rehearsal, second)
    undone = first.told(sequence=3)
    assert adoption.offer(rehearsal.sign(undone), undone.manifest.issued)
    assert adoption.missing_programme() == {}
    assert not adoption.written()
    assert adoption.adopt_when(complete) == order(rehearsal, undone)


def test_a_programme_that_is_refused_withdraws_its_manifest(rehearsal: Rehearsal, adoption: Adoption) -> None:
    first, second = manifests(rehearsal, 2)
    offer(adoption, rehearsal, first)
    adoption.adopt_when(complete)
    adoption.written()
    assert adoption.stands
    assert adoption.offer(rehearsal.sign(second), second.manifest.issued)
    with pytest.raises(RefusedError, match=r"programme 1\.2: is another than the manifest names"):
        adoption.take_programme(second.manifest.programme, first.data)
    assert adoption.pending is None and not adoption.stands and adoption.missing_programme() == {}
    assert not adoption.offer(rehearsal.sign(second), second.manifest.issued) and not adoption.stands
    adoption.take_programme(second.manifest.programme, second.data)  # nobody asks for it
    assert adoption.adopt_when(complete) == []
    assert adoption.needed() == first.assets
    healed = second.told(sequence=3)
    offer(adoption, rehearsal, healed)
    assert adoption.stands and adoption.adopt_when(complete) == order(rehearsal, healed)


def test_a_programme_of_an_older_manifest_is_passed_over(rehearsal: Rehearsal, adoption: Adoption) -> None:
    first, second = manifests(rehearsal, 2)
    adoption.offer(rehearsal.sign(first), first.manifest.issued)
    adoption.offer(rehearsal.sign(second), second.manifest.issued)
    adoption.take_programme(first.manifest.programme, first.data)
    assert adoption.missing_programme() == {second.manifest.programme: len(second.data)}
    assert adoption.adopt_when(complete) == []


def test_a_slot_whose_programme_is_not_the_one_named_has_it_fetched_anew(
    rehearsal: Rehearsal, adoption: Adoption
) -> None:
    first, other = manifests(rehearsal, 2)
    with pytest.raises(RefusedError, match=r"programme 1\.1: is another than the manifest names"):
        adoption.begin(StoredManifest(first.version, rehearsal.sign(first), other.data))
    assert adoption.current is None and adoption.stands
    assert adoption.missing_programme() == {first.manifest.programme: len(first.data)}
    adoption.take_programme(first.manifest.programme, first.data)
    assert adoption.adopt_when(complete) == order(rehearsal, first)


def test_what_is_in_the_slots_plays_though_it_outgrew_the_limits(rehearsal: Rehearsal, adoption: Adoption) -> None:
    told = rehearsal.manifest({}).told(width=100_000)
    adoption.begin(rehearsal.stored(told))
    assert adoption.current is not None and adoption.current.programme == told.programme


def test_a_forged_slot_is_no_beginning(adoption: Adoption) -> None:
    with pytest.raises(RefusedError, match="is not genuine"):
        adoption.begin(StoredManifest((9, 9), b"forged", b""))
    assert adoption.current is None
