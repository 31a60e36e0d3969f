"""What an employer shows of itself: its entry, and where its sites are."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.audit import audited
from accounts.models import Organisation
from employers.enums import Size
from employers.models.moderated import TRAIL, Moderated


@audited(only=TRAIL)
class EmployerEntry(Moderated):
    """An employer as readers see it: size, sectors, statement, logo. One an organisation."""

    size = models.CharField(_("size"), max_length=12, choices=Size.choices)
    sectors = ArrayField(
        models.CharField(max_length=3),
        default=list,
        help_text=_("Sections and divisions of SIC 2007: a letter and two figures (C28)."),
    )
    statement = models.TextField(_("about the organisation"), max_length=1200, blank=True, default="")
    logo = models.ImageField(upload_to="logos/", blank=True, default="")
    website = models.URLField(max_length=200, blank=True, default="")
    is_technician_signatory = models.BooleanField(
        default=False, help_text=_("Signatory of the Technician Commitment, by its published list.")
    )

    class Meta:
        verbose_name_plural = "employer entries"
        constraints = [models.UniqueConstraint(fields=["organisation"], name="employer_entry_once")]

    def __str__(self) -> str:
        return f"entry of {self.organisation}"

    @property
    def sections(self) -> list[str]:
        """The letters of its SIC sections, each once."""
        return sorted({sector[0] for sector in self.sectors})


class Site(models.Model):
    """A place where an employer works: a postcode or its outcode, and the areas that it lies in.

    Readers see the outcode and the areas only. Areas are GSS codes, found from the postcode when it is saved.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="sites")
    name = models.CharField(_("name of the site"), max_length=100)
    postcode = models.CharField(_("postcode"), max_length=8)
    outcode = models.CharField(max_length=4, db_collation="C")
    area = models.CharField(max_length=9, db_collation="C", help_text="Local authority.")
    region = models.CharField(max_length=9, db_collation="C", help_text="Region, or nation outside England.")
    is_closed = models.BooleanField(default=False, help_text=_("Kept for items that name it."))

    class Meta:
        ordering = ("name", "pk")
        indexes = [models.Index(fields=["region"]), models.Index(fields=["area"])]

    def __str__(self) -> str:
        return f"{self.name} ({self.outcode})"
