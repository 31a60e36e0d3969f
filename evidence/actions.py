"""Writes to evidence: publishing, withdrawing and rolling back releases."""

from __future__ import annotations

import pghistory
from django.db import transaction
from django.utils import timezone

from evidence.enums import ReleaseState
from evidence.models import Release, Source
from evidence.signals import announce


class ReleaseStateError(Exception):
    """The release is not in a state from which this can be done."""


def _move(release: Release, state: str) -> None:
    release.state = state
    release.state_changed_at = timezone.now()
    release.save(update_fields=["state", "state_changed_at"])


@transaction.atomic
def mark_ready(*, release: Release, by: str) -> Release:
    """Say that all rows of a release are in; it waits for someone to publish it."""
    with pghistory.context(by=by, action="mark_ready"):
        _move(release, ReleaseState.READY)
    return release


@transaction.atomic
def publish_release(*, release: Release, by: str) -> Release:
    """Make a release the published one of its slot; the former becomes superseded in the same moment.

    Raises ReleaseStateError for a release that is still being read.
    """
    Source.objects.select_for_update().get(pk=release.source_id)
    release.refresh_from_db()
    if release.state == ReleaseState.IMPORTING:
        raise ReleaseStateError(f"{release.key} is still being read")
    if release.state == ReleaseState.PUBLISHED:
        return release
    with pghistory.context(by=by, action="publish_release"):
        published = Release.objects.published().filter(source_id=release.source_id, slot=release.slot)
        for former in published:
            _move(former, ReleaseState.SUPERSEDED)
        _move(release, ReleaseState.PUBLISHED)
    announce(release.source_id)
    return release


@transaction.atomic
def withdraw_release(*, release: Release, by: str, reason: str) -> Release:
    """Take a release out of every answer, with the reason kept on it; its rows stay until dropped."""
    Source.objects.select_for_update().get(pk=release.source_id)
    release.refresh_from_db()
    if release.state not in (ReleaseState.PUBLISHED, ReleaseState.SUPERSEDED, ReleaseState.READY):
        raise ReleaseStateError(f"{release.key} is {release.get_state_display()} and cannot be withdrawn")
    with pghistory.context(by=by, action="withdraw_release", reason=reason):
        release.note = "\n".join(part for part in (release.note, reason) if part)
        release.save(update_fields=["note"])
        _move(release, ReleaseState.WITHDRAWN)
    announce(release.source_id)
    return release


@transaction.atomic
def roll_back(*, source: Source, slot: str, by: str) -> Release:
    """Publish again the edition that the published one of this slot replaced.

    Raises ReleaseStateError when there is none.
    """
    Source.objects.select_for_update().get(pk=source.pk)
    former = (
        Release.objects.filter(source=source, slot=slot, state=ReleaseState.SUPERSEDED)
        .order_by("-state_changed_at", "-pk")
        .first()
    )
    if former is None:
        raise ReleaseStateError(f"{source.slug} has no earlier edition of {slot!r} to go back to")
    return publish_release(release=former, by=by)
