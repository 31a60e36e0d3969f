"""The steps in which a role profile is told, and which fields belong to which."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from employers.forms import profile as forms
from employers.forms.rows import LinkForm, PhotoForm, PreferredForm, RowForm, WayInForm


@dataclass(frozen=True, slots=True)
class Step:
    """One page of the form: its fields, its lists of rows, and what it is called."""

    slug: str
    title: Promise
    lede: Promise
    form: type[forms.StepForm]
    fields: tuple[str, ...]
    rows: Mapping[str, type[RowForm]]

    @property
    def all_names(self) -> tuple[str, ...]:
        """Fields and lists, as problems name them."""
        return (*self.fields, *self.rows)


STEPS: tuple[Step, ...] = (
    Step(
        "role",
        _("The role"),
        _("What it is called, and which occupation it belongs to: that is where students will find it."),
        forms.RoleForm,
        ("title", "soc2020", "is_technical"),
        {},
    ),
    Step(
        "work",
        _("What you would do"),
        _("Words that make somebody see the work."),
        forms.WorkForm,
        ("what_you_do", "day_in_the_role"),
        {},
    ),
    Step(
        "pay",
        _("Pay and hours"),
        _("People choose careers by what they can live on. Say it as it is."),
        forms.PayForm,
        ("pay_low", "pay_high", "pay_period", "pay_basis", "hours_per_week", "pattern"),
        {},
    ),
    Step(
        "place",
        _("Where and how"),
        _("Where the work is done, and how it can be made to fit."),
        forms.PlaceForm,
        ("place", "sites", "accessibility", "accessibility_note", "flexible_note"),
        {},
    ),
    Step(
        "asks",
        _("What you ask for"),
        _("Qualifications that you really look at, and what you teach people yourselves."),
        forms.AsksForm,
        ("skills",),
        {"preferred": PreferredForm},
    ),
    Step(
        "ways-in",
        _("Ways in"),
        _("How the people who do this work with you came to it."),
        forms.WaysForm,
        (),
        {"ways_in": WayInForm},
    ),
    Step(
        "next",
        _("Where it leads"),
        _("What comes after a few years in the role."),
        forms.NextForm,
        ("progression", "registrations", *forms.NextForm.technical),
        {},
    ),
    Step(
        "pictures",
        _("Pictures and links"),
        _("Photographs of the real work help most. This step may stay empty."),
        forms.PicturesForm,
        (),
        {"photos": PhotoForm, "links": LinkForm},
    ),
)
BY_SLUG: Mapping[str, Step] = {step.slug: step for step in STEPS}
_OF_FIELD = {name: step for step in STEPS for name in step.all_names}


def step_of(field: str) -> Step:
    """The step in which a field, or a row such as "preferred.0.subject", is put right."""
    return _OF_FIELD.get(field.partition(".")[0], STEPS[0])


def step_after(step: Step) -> Step | None:
    """The next one; None after the last."""
    place = STEPS.index(step) + 1
    return STEPS[place] if place < len(STEPS) else None
