"""What every item has that a third party writes and a curator approves before readers see it."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Cast
from django.utils import timezone
from modelcluster.models import ClusterableModel
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
    WorkflowState,
)

from accounts.enums import OrganisationState
from accounts.models import Organisation
from employers.enums import Stage

# What the audit trail keeps of an item: whose it is and what readers could see when. Its words are in the revisions.
TRAIL = ("id", "organisation", "live", "live_revision", "confirmed_until", "withdrawn_at")
# A revision holds these as they were when it was written; restoring or publishing it must not bring them back.
_KEPT_FROM_THE_ROW = ("organisation_id", "created_at", "confirmed_until", "withdrawn_at")


class ModeratedQuerySet(models.QuerySet[Any]):
    """Reads that every moderated model has."""

    def published(self, today: date) -> Self:
        """What readers may see: approved, of a verified organisation, not withdrawn and not run out."""
        return self.filter(
            models.Q(confirmed_until=None) | models.Q(confirmed_until__gte=today),
            live=True,
            withdrawn_at=None,
            organisation__state=OrganisationState.VERIFIED,
        )

    def of_organisations(self, organisations: Any) -> Self:
        """Items of these organisations, in whatever state: for their own members only."""
        return self.filter(organisation__in=organisations)

    def with_stage(self) -> Self:
        """Rows that know, as `workflow_status`, how their last submission went: one statement for all."""
        states = WorkflowState.objects.filter(
            content_type=ContentType.objects.get_for_model(self.model),
            object_id=Cast(OuterRef("pk"), models.CharField()),
        ).order_by("-created_at", "-pk")
        return self.annotate(workflow_status=Subquery(states.values("status")[:1]))


# The last base is there for the type checker, which does not see that Wagtail's are models.
class Moderated(
    WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, ClusterableModel, models.Model
):
    """Drafted in revisions by an organisation's members, approved by a curator, live as a plain row.

    The row holds what readers see once it is live; the newest revision holds what its writers see. Readers'
    queries go through `published`, writers' through `of_organisations`.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="%(class)ss")
    created_at = models.DateTimeField(default=timezone.now)
    confirmed_until = models.DateField(null=True, blank=True, help_text="The last day it is shown unless confirmed.")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = ModeratedQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def version(self) -> int:
        """The number of the newest revision: whoever edits says which one they saw."""
        return int(self.latest_revision_id or 0)

    @property
    def stage(self) -> Stage:
        """Where it stands for its writers; uses `workflow_status` where `with_stage` has read it."""
        if self.withdrawn_at is not None:
            return Stage.WITHDRAWN
        match self._status():
            case WorkflowState.STATUS_IN_PROGRESS:
                return Stage.SUBMITTED
            case WorkflowState.STATUS_NEEDS_CHANGES:
                return Stage.RETURNED
        if self.live:
            return Stage.PUBLISHED
        return Stage.EXPIRED if self.expired else Stage.DRAFT

    def with_content_json(self, content: Any) -> Self:
        """A revision's words on this row's own standing: whose it is, its address, until when it is shown."""
        found: Self = super().with_content_json(content)
        for name in _KEPT_FROM_THE_ROW:
            setattr(found, name, getattr(self, name))
        return found

    def _status(self) -> str | None:
        if "workflow_status" in self.__dict__:
            known: str | None = self.__dict__["workflow_status"]
            return known
        last = self.workflow_states.order_by("-created_at", "-pk").first()
        return last.status if last else None

    def draft(self) -> Self:
        """The newest revision as an object, as its writers see it; itself where there is none."""
        return self.get_latest_revision_as_object() if self.latest_revision_id else self

    def is_published(self, today: date) -> bool:
        """Whether readers see it: the same rule as the `published` queries."""
        return bool(
            self.live
            and self.withdrawn_at is None
            and self.organisation.is_verified
            and (self.confirmed_until is None or self.confirmed_until >= today)
        )
