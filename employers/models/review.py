"""The one step of moderation: a curator's review."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from wagtail.models.workflows import AbstractGroupApprovalTask

from accounts.enums import MembershipState
from accounts.models import User


class CuratorReview(AbstractGroupApprovalTask):
    """Curators approve or return; nobody approves what an unverified or their own organisation, or they, handed in."""

    class Meta:
        verbose_name = "curator's review"

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        """What a curator may do now: a return always needs its reasons."""
        actions: list[tuple[str, Any, bool]] = super().get_actions(obj, user)
        if self.refusal(obj, user):
            actions = [action for action in actions if action[0] != "approve"]
        return actions

    def on_action(self, task_state: Any, user: Any, action_name: str, **kwargs: Any) -> None:
        """Act, once more refusing what `get_actions` would not have offered; raises PermissionDenied."""
        if action_name == "approve" and (refusal := self.refusal(task_state.workflow_state.content_object, user)):
            raise PermissionDenied(refusal)
        super().on_action(task_state, user, action_name, **kwargs)

    @staticmethod
    def refusal(obj: Any, user: User) -> str | None:
        """Why this person cannot approve this item; None when they can."""
        if not obj.organisation.is_verified:
            return _("The organisation is not verified yet. Verify it first, then approve this.")
        if obj.organisation.memberships.filter(user=user, state=MembershipState.ACTIVE).exists():
            return _("You belong to this organisation: another curator decides.")
        state = obj.current_workflow_state
        if state is not None and state.requested_by_id == user.pk:
            return _("You handed this in yourself: another curator decides about it.")
        return None
