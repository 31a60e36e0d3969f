"""What universities and colleges state that their courses ask for and prefer."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from accounts.audit import audited
from employers.models.moderated import TRAIL, Moderated
from employers.models.profiles import Preferred


@audited(only=TRAIL)
class SubjectStatement(Moderated):
    """A provider's statement for its courses of one degree subject (CAH, level 3): required and preferred subjects.

    In its rows `essential` means required for entry and `useful` preferred.
    """

    degree_subject = models.CharField(max_length=12, db_collation="C", help_text="CAH code, level 3.")
    course = models.CharField(_("course"), max_length=160, blank=True, default="", help_text=_("Empty: all of them."))
    note = models.TextField(max_length=1000, blank=True, default="")
    address = models.URLField(_("where you publish it"), max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "degree_subject", "course"], name="subject_statement_once")
        ]

    def __str__(self) -> str:
        return str(_("Statement on %(subject)s") % {"subject": self.course or self.degree_subject})


class StatedSubject(Preferred):
    """A qualification that the statement names."""

    statement = ParentalKey(SubjectStatement, on_delete=models.CASCADE, related_name="stated")

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} {self.weight}"
