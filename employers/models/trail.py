"""The audit trail of moderation: who handed what in, who approved or returned it, and with which words."""

from __future__ import annotations

from wagtail.models import TaskState, WorkflowState

from accounts.audit import audited


@audited()
class SubmissionState(WorkflowState):
    """An item's way through moderation."""

    class Meta:
        proxy = True


@audited()
class DecisionState(TaskState):
    """A curator's step on that way, with the comment."""

    class Meta:
        proxy = True
