"""The one workflow of moderation, made after migrations: every kind of item waits for a curator's review."""

from __future__ import annotations

from typing import Any

NAME = "Curators' review"


def make_workflow(**_kwargs: Any) -> None:
    """Create or correct the workflow, its step and the kinds of item that go through it."""
    from django.contrib.auth.models import Group
    from django.contrib.contenttypes.models import ContentType
    from wagtail.models import Workflow, WorkflowContentType, WorkflowTask

    from employers.models import CuratorReview, EmployerEntry, Opportunity, RoleProfile, SubjectStatement

    curators, _created = Group.objects.get_or_create(name="curator")
    step, _created = CuratorReview.objects.get_or_create(name=NAME)
    step.groups.set([curators])
    workflow, _created = Workflow.objects.get_or_create(name=NAME)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=step.task_ptr, defaults={"sort_order": 0})
    for model in (EmployerEntry, RoleProfile, Opportunity, SubjectStatement):
        kind = ContentType.objects.get_for_model(model)
        WorkflowContentType.objects.update_or_create(content_type=kind, defaults={"workflow": workflow})


def publish_reviewed(workflow_state: Any, user: Any = None) -> None:
    """What Wagtail calls when a workflow ends well: publish the very version that was reviewed.

    The review is the right to publish; nobody holds the desk's own right to publish without one.
    """
    revision = workflow_state.current_task_state.revision
    revision.publish(user=user, skip_permission_checks=True)


def keep_mail_in_the_outbox() -> None:
    """Disconnect the mails that Wagtail would send about each step: ours are in `employers.signals`."""
    from wagtail import signals
    from wagtail.models import TaskState, WorkflowState

    about_task = "group_approval_task_submitted_email_notification"
    signals.task_submitted.disconnect(sender=TaskState, dispatch_uid=about_task)
    for step in ("submitted", "rejected", "approved"):
        signal = getattr(signals, f"workflow_{step}")
        signal.disconnect(sender=WorkflowState, dispatch_uid=f"workflow_state_{step}_email_notification")
