"""What curators add to the facts: caveats of an occupation and words people search with."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from lmi.models.occupations import OccupationGroup


class NoteKind(models.TextChoices):
    """What a caveat is about."""

    SELF_EMPLOYED = "self_employed", _("mostly self-employed")
    EMPLOYEES_ONLY = "employees_only", _("figures cover employees only")
    SEVERAL_UNITS = "several_units", _("one job over several unit groups")
    MIXED_UNIT = "mixed_unit", _("several jobs in one unit group")


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class OccupationNote(models.Model):
    """A sentence a reader must know before using a unit's figures, with what it rests on."""

    soc2020 = models.ForeignKey(OccupationGroup, on_delete=models.CASCADE, related_name="notes")
    kind = models.CharField(max_length=16, choices=NoteKind.choices)
    text = models.TextField()
    basis = models.CharField(max_length=300, help_text=_("Where the reader can check it."))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["soc2020", "kind"], name="occupation_note_once")]

    def __str__(self) -> str:
        return f"{self.soc2020_id}: {self.get_kind_display()}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Synonym(models.Model):
    """A word people type, and what it stands for: other words to search with, or unit groups.

    `broad` marks a word that spans kinds of work ("security"): the reader is offered groups.
    """

    phrase = models.CharField(max_length=100, unique=True, help_text=_("In small letters, as people type it."))
    expansion = models.CharField(max_length=300, blank=True, default="", help_text=_("Words to search with instead."))
    units = models.JSONField(default=list, blank=True, help_text=_("SOC 2020 unit groups, likeliest first."))
    broad = models.BooleanField(default=False)
    note = models.CharField(max_length=300, blank=True, default="")

    panels: ClassVar[list[str]] = ["phrase", "expansion", "units", "broad", "note"]

    class Meta:
        ordering = ("phrase",)

    def __str__(self) -> str:
        return self.phrase

    def clean(self) -> None:
        """Refuse an entry that points nowhere or to codes that do not exist."""
        self.phrase = " ".join(self.phrase.lower().split())
        if not self.expansion and not self.units:
            raise ValidationError(_("Give other words to search with, or unit groups."))
        if not isinstance(self.units, list) or not all(isinstance(code, str) for code in self.units):
            raise ValidationError({"units": _('Give a list of codes, for example ["5241"].')})
        known = set(OccupationGroup.objects.filter(code__in=self.units).values_list("code", flat=True))
        if missing := sorted(set(self.units) - known):
            raise ValidationError({"units": _("Unknown unit groups: %(codes)s") % {"codes": ", ".join(missing)}})
