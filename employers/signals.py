"""What follows when an item is published, returned or handed in, whoever did it and wherever."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from django.utils import timezone
from wagtail.models import TaskState
from wagtail.signals import published, task_rejected

from employers.actions.moderation import shown_until, tell_writers
from employers.models import Moderated


@receiver(published, dispatch_uid="employers.on_published")
def on_published(sender: Any, instance: Any, revision: Any, **_kwargs: Any) -> None:
    """Show the item for its time from today, and tell its writers."""
    if not isinstance(instance, Moderated):
        return
    until = shown_until(instance, timezone.localdate())
    sender.objects.filter(pk=instance.pk).update(confirmed_until=until, withdrawn_at=None)
    instance.confirmed_until, instance.withdrawn_at = until, None
    tell_writers(instance, "item_published", {"until": until}, event=f"published:{revision.pk}")


@receiver(task_rejected, dispatch_uid="employers.on_returned")
def on_returned(sender: Any, instance: TaskState, **_kwargs: Any) -> None:
    """Tell the writers what has to change."""
    item = instance.workflow_state.content_object
    if isinstance(item, Moderated):
        tell_writers(item, "item_returned", {"reasons": instance.comment}, event=f"returned:{instance.pk}")
