"""Links between occupations, standards, T Levels and subjects, with what they rest on, and editors' decisions."""

from __future__ import annotations

import pghistory
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from pathways.enums import Confidence, LinkBasis, LinkKind, LinkRole, OverrideDecision
from pathways.models.base import FactRow, code, words
from pathways.rules import ROLES_OF


class Link(FactRow):
    """One link of an edition. `source` and `target` are public codes; of what, stands in LinkKind."""

    kind = models.CharField(max_length=24, choices=LinkKind.choices)
    source = code(11)
    target = code(40)
    role = models.CharField(max_length=10, choices=LinkRole.choices)
    basis = models.CharField(max_length=10, choices=LinkBasis.choices)
    confidence = models.CharField(max_length=6, choices=Confidence.choices)
    note = words()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "kind", "source", "target"], name="link_once")]
        indexes = [models.Index(fields=["kind", "source"]), models.Index(fields=["kind", "target"])]

    def __str__(self) -> str:
        return f"{self.source} -> {self.target} ({self.role})"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class LinkOverride(models.Model):
    """An editor's decision about a link; it outlives the editions of links."""

    kind = models.CharField(_("kind"), max_length=24, choices=LinkKind.choices)
    source = models.CharField(_("from"), max_length=11, db_collation="C")
    target = models.CharField(_("to"), max_length=40, db_collation="C")
    decision = models.CharField(_("decision"), max_length=4, choices=OverrideDecision.choices)
    role = models.CharField(_("role"), max_length=10, choices=LinkRole.choices, blank=True, default="")
    reason = models.CharField(_("reason"), max_length=300)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "source", "target"], name="link_override_once")]
        ordering = ("kind", "source", "target")

    def __str__(self) -> str:
        return f"{self.source} -> {self.target}: {self.decision}"

    def clean(self) -> None:
        """Refuse a role that the kind does not have, and an added link without a role."""
        allowed = ROLES_OF.get(self.kind, ())
        if self.role and self.role not in allowed:
            raise ValidationError({"role": _("This kind of link has no such role.")})
        if self.decision == OverrideDecision.ADD and not self.role:
            raise ValidationError({"role": _("Say what the link is: an added link needs a role.")})


class JobProfile(FactRow):
    """Facts of a job profile of November 2020: which routes exist and what they ask, by label."""

    profile = code(120)
    soc2010 = code(4)
    soc2020 = code(4, help_text="The unit its name stands in; empty when that is not clear.")
    hours_low = models.FloatField(null=True)
    hours_high = models.FloatField(null=True)
    routes = models.JSONField(default=list)
    university_asks = models.JSONField(default=list)
    college_asks = models.JSONField(default=list)
    apprenticeship_asks = models.JSONField(default=list)
    degree_subjects = models.JSONField(default=list)
    standards = models.JSONField(default=list)
    registrations = models.JSONField(default=list)
    restrictions = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "profile"], name="job_profile_once")]
        indexes = [models.Index(fields=["soc2020"])]

    def __str__(self) -> str:
        return self.profile
