"""The queue of unsure links: kept or dropped with one button, gone at once, only by curators."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from evidence.models import Release
from pathways.book import forget_book
from pathways.desk.links import links_waiting, unsure_links
from pathways.models import Link, LinkOverride
from tests.contracts.test_access import user_with_role

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]
REASON = "Looked at."


@pytest.fixture(autouse=True)
def unsure():
    """At least one link of low confidence, whatever the present edition says."""
    held = Release.objects.get(source_id="waymark-links", state="published")
    row = Link.objects.filter(release=held, kind="occupation_standard").order_by("source", "target").first()
    row.confidence = "low"
    row.save()
    forget_book()
    yield row
    forget_book()


@pytest.fixture
def curator(client):
    client.person = user_with_role("curator")
    client.force_login(client.person)
    return client


def decide(client, row, do, **changes):
    sent = {"kind": row.kind, "source": row.source, "target": row.target, "reason": REASON, "do": do, **changes}
    return client.post(reverse("desk-unsure-links"), sent)


def codes():
    return {(link.source, link.target) for link in unsure_links()}


def test_shows_both_ends_by_name_with_two_buttons(curator, unsure):
    html = curator.get(reverse("desk-unsure-links"), {"kind": unsure.kind}).content.decode()
    assert f'value="{unsure.target}"' in html
    assert 'value="keep"' in html
    assert 'value="drop"' in html


@pytest.mark.parametrize("do", ["keep", "drop"])
def test_a_decided_link_leaves_the_queue_with_who_and_why(curator, unsure, do):
    before = links_waiting(timezone.now()).count
    assert decide(curator, unsure, do)["Location"].startswith(reverse("desk-unsure-links"))
    assert (unsure.source, unsure.target) not in codes()
    assert links_waiting(timezone.now()).count == before - 1
    override = LinkOverride.objects.get()
    assert (override.decision, override.reason) == (do, REASON)
    event = LinkOverride.pgh_event_model.objects.latest("pgh_id")
    assert event.pgh_context.metadata["user"] == curator.person.pk


def test_needs_a_reason(curator, unsure):
    decide(curator, unsure, "drop", reason=" ")
    assert not LinkOverride.objects.exists()


def test_decides_about_links_of_the_queue_only(curator, unsure):
    decide(curator, unsure, "keep", target="ST9999")
    assert not LinkOverride.objects.exists()


def test_other_roles_are_refused(client, unsure):
    client.force_login(user_with_role("data_steward"))
    assert client.get(reverse("desk-unsure-links")).status_code == 403
    assert decide(client, unsure, "drop").status_code == 403
    assert not LinkOverride.objects.exists()
