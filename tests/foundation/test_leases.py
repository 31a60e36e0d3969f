"""Leases: one holder at a time, taken over when they run out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from foundation.leases import leased, release_lease, take_lease
from foundation.models import JobLease

pytestmark = [pytest.mark.django_db, pytest.mark.services]
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def test_second_asker_is_refused():
    assert take_lease("import", "a", now=NOW, minutes=10)
    assert not take_lease("import", "b", now=NOW + timedelta(minutes=9), minutes=10)


def test_lease_that_ran_out_is_taken_over():
    take_lease("import", "a", now=NOW, minutes=10)
    assert take_lease("import", "b", now=NOW + timedelta(minutes=10), minutes=10)
    assert JobLease.objects.get(name="import").holder == "b"


def test_holder_may_renew():
    take_lease("import", "a", now=NOW, minutes=10)
    later = NOW + timedelta(minutes=5)
    assert take_lease("import", "a", now=later, minutes=10)
    assert JobLease.objects.get(name="import").expires_at == later + timedelta(minutes=10)


def test_former_holder_cannot_give_back_what_another_took_over():
    take_lease("import", "a", now=NOW, minutes=10)
    take_lease("import", "b", now=NOW + timedelta(minutes=10), minutes=10)
    release_lease("import", "a")
    assert JobLease.objects.filter(name="import", holder="b").exists()


def test_block_gives_it_back_also_when_it_fails():
    def work():
        with leased("import", "a", now=NOW, minutes=10) as got:
            assert got
            raise RuntimeError

    with pytest.raises(RuntimeError):
        work()
    assert not JobLease.objects.exists()


def test_block_without_the_lease_leaves_the_holders_alone():
    take_lease("import", "a", now=NOW, minutes=10)
    with leased("import", "b", now=NOW, minutes=10) as got:
        assert not got
    assert JobLease.objects.get(name="import").holder == "a"


def test_leases_of_other_jobs_do_not_matter():
    assert take_lease("import", "a", now=NOW, minutes=10)
    assert take_lease("check", "b", now=NOW, minutes=10)
