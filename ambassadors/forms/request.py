"""A school's request in steps: what, who, when, where, what keeps it safe. Nothing is required before it is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ambassadors.choices import ACCESS_NEEDS, LANGUAGES
from ambassadors.enums import Activity, Aim, Benchmark, Mode, Phase, RouteTaken
from ambassadors.forms.offers import day, whole
from ambassadors.models import RequestWindow, VisitRequest
from ambassadors.rules.requests import YEARS
from ambassadors.topics import subject_choices, topic_choices

ANY = [("", gettext_lazy("Any"))]
SCHOOL_DAYS = tuple(range(5))
MOST_WINDOWS = 3
MORNING = time(9, 30)


def radios(label: Any, choices: Sequence[tuple[Any, Any]], hint: Any = "") -> forms.ChoiceField:
    """One of a list, or none yet."""
    return forms.ChoiceField(label=label, choices=choices, help_text=hint, required=False, widget=forms.RadioSelect)


def ticks(label: Any, choices: Sequence[tuple[Any, Any]], hint: Any = "", *, numbers: bool = False) -> Any:
    """Any of a list; as whole numbers when their values are."""
    return forms.TypedMultipleChoiceField(
        label=label,
        choices=choices,
        coerce=int if numbers else str,
        help_text=hint,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


def one_tick(label: Any, hint: Any = "") -> forms.BooleanField:
    """Something the school says is so."""
    return forms.BooleanField(label=label, help_text=hint, required=False)


def line(label: Any, longest: int, hint: Any = "", **attrs: str) -> forms.CharField:
    """A name or a way to reach somebody."""
    return forms.CharField(
        label=label, max_length=longest, help_text=hint, required=False, widget=forms.TextInput(attrs=attrs)
    )


class StepForm(forms.Form):
    """One step of a request."""

    def changes(self) -> dict[str, Any]:
        """The fields that the action writes."""
        return dict(self.cleaned_data)


class WhatForm(StepForm):
    """What happens, and what it is for."""

    activity = radios(gettext_lazy("What would you like to happen?"), Activity.choices)
    subject = forms.ChoiceField(label=gettext_lazy("School subject"), required=False)
    topic = forms.ChoiceField(
        label=gettext_lazy("Topic that the class is on"),
        help_text=gettext_lazy("People who work with it come first."),
        required=False,
    )
    aims = ticks(gettext_lazy("What is it for?"), Aim.choices)
    benchmarks = ticks(gettext_lazy("Gatsby benchmarks it serves"), Benchmark.choices, numbers=True)
    route = forms.ChoiceField(
        label=gettext_lazy("Somebody who came by a certain route?"),
        choices=[*ANY, *RouteTaken.choices],
        required=False,
    )
    language = forms.ChoiceField(
        label=gettext_lazy("A language besides English?"),
        choices=[
            *[("", gettext_lazy("None needed"))],
            *((code, name) for code, name in LANGUAGES.items() if code != "en"),
        ],
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        subject: Any = self.fields["subject"]
        topic: Any = self.fields["topic"]
        subject.choices = [("", _("No one subject")), *subject_choices()]
        topic.choices = [("", _("No one topic")), *topic_choices()]


class WhoForm(StepForm):
    """The class."""

    phase = radios(gettext_lazy("Age of the pupils"), Phase.choices)
    year_groups = ticks(gettext_lazy("Year groups"), [(year, str(year)) for year in YEARS], numbers=True)
    pupils = whole(gettext_lazy("About how many pupils"), least=1, most=500, required=False)
    access_needs = ticks(
        gettext_lazy("What does the class need of the visit?"),
        list(ACCESS_NEEDS.items()),
        gettext_lazy("Never say who needs it."),
    )


class WhenForm(StepForm):
    """How long; and a time, where an ambassador with free times was chosen."""

    minutes = whole(
        gettext_lazy("How long, in minutes"),
        least=15,
        most=480,
        hint=gettext_lazy("A lesson is often 60."),
        required=False,
    )
    slot = forms.ChoiceField(
        label=gettext_lazy("Which of their free times?"), required=False, widget=forms.RadioSelect, choices=()
    )
    starts = forms.TimeField(
        label=gettext_lazy("Begins at"),
        help_text=gettext_lazy("As your timetable has it. Left empty: 09:30 in the morning, 13:30 after lunch."),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time", "class": "govuk-input--width-5"}, format="%H:%M"),
        error_messages={"invalid": gettext_lazy("Give a time: 09:30.")},
    )
    is_overnight = one_tick(
        gettext_lazy("It goes on overnight"),
        gettext_lazy("A residential trip. It needs another check of the ambassador."),
    )

    def __init__(self, *args: Any, slots: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not slots:
            del self.fields["slot"], self.fields["starts"]
            return
        field: Any = self.fields["slot"]
        field.choices = [*slots, ("", _("None of these: the coordinator arranges a time within the days below"))]

    def changes(self) -> dict[str, Any]:
        """Length, and the time picked as a moment; None when none was."""
        given = dict(self.cleaned_data)
        if "slot" not in self.fields:
            return given
        slot, starts = given.pop("slot"), given.pop("starts")
        given["wished_starts_at"] = moment_of(slot, starts) if slot else None
        return given


def moment_of(slot: str, starts: time | None) -> datetime:
    """The moment in London of a free time ("2026-12-01T09:30"), at another time of that day if one is given.

    Raises ValueError for anything else.
    """
    found = datetime.fromisoformat(slot)
    return datetime.combine(found.date(), starts or found.time(), timezone.get_current_timezone())


class WindowForm(forms.Form):
    """A stretch of days."""

    first_day = day(gettext_lazy("From"), required=False)
    last_day = day(gettext_lazy("To"), required=False)
    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("On which days of the week?"),
        coerce=int,
        choices=[(number, WEEKDAYS[number]) for number in SCHOOL_DAYS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    morning = one_tick(gettext_lazy("Mornings"))
    afternoon = one_tick(gettext_lazy("Afternoons"))

    @property
    def is_empty(self) -> bool:
        """Whether nothing was filled in but ticks that stand there from the beginning."""
        return not any(self.data.get(self.add_prefix(name)) for name in ("first_day", "last_day"))

    def clean(self) -> dict[str, Any]:
        """Both days or neither; a day alone is a stretch of one."""
        given = super().clean() or {}
        given["first_day"] = given.get("first_day") or given.get("last_day")
        given["last_day"] = given.get("last_day") or given.get("first_day")
        return given


def window_forms(data: Mapping[str, Any] | None, rows: Sequence[RequestWindow] = ()) -> list[WindowForm]:
    """As many stretches as there may be, filled in as sent or as saved; further ones empty."""
    if data is not None:
        return [WindowForm(data, prefix=f"windows-{number}") for number in range(MOST_WINDOWS)]
    fresh = {"weekdays": SCHOOL_DAYS, "morning": True, "afternoon": True}
    made = []
    for number in range(MOST_WINDOWS):
        row = rows[number] if number < len(rows) else None
        names = ("first_day", "last_day", "weekdays", "morning", "afternoon")
        initial = {name: getattr(row, name) for name in names} if row else fresh
        made.append(WindowForm(initial=initial, prefix=f"windows-{number}"))
    return made


class WhereForm(StepForm):
    """In person or online, and where the school is."""

    mode = radios(gettext_lazy("How do you meet?"), Mode.choices)
    outcode = line(
        gettext_lazy("First half of your school’s postcode"), 8, gettext_lazy("Distances are measured from its centre.")
    )
    address = line(
        gettext_lazy("Address for the visitor"),
        300,
        gettext_lazy("Shown in the visit pack, to the ambassador once the visit is confirmed, and to nobody else."),
    )
    says_online_rules = one_tick(
        gettext_lazy(
            "Online: the school hosts the session and staff are in the room. Nobody meets a pupil alone, there is no"
            " private chat, and nobody records without the school’s approval"
        )
    )

    def changes(self) -> dict[str, Any]:
        """Without the address, which is the school's and not the request's."""
        return {name: value for name, value in self.cleaned_data.items() if name != "address"}


class SafetyForm(StepForm):
    """Who stays, who leads on safeguarding, and what the school has done."""

    staff_name = line(gettext_lazy("Member of staff who stays present throughout"), 120)
    staff_phone = line(
        gettext_lazy("Telephone number on the day"),
        30,
        gettext_lazy("The ambassador gets it once the visit is confirmed."),
        type="tel",
    )
    safeguarding_name = line(gettext_lazy("Your safeguarding lead"), 120)
    safeguarding_contact = line(gettext_lazy("How to reach them on the day"), 120)
    says_present = one_tick(gettext_lazy("Staff stay with the visitor and the pupils throughout; nobody is left alone"))
    says_risk_assessed = one_tick(gettext_lazy("The risk assessment is done, or will be before the visit"))
    says_conduct = one_tick(gettext_lazy("The visitor gets our code of conduct before they meet pupils"))
    says_identity = one_tick(
        gettext_lazy("We check photo identity on arrival"),
        gettext_lazy("Do not ask for a DBS certificate: the scheme has made that decision."),
    )


@dataclass(frozen=True, slots=True)
class Step:
    """One page of the request."""

    slug: str
    title: Promise
    lede: Promise
    form: type[StepForm]
    more: tuple[str, ...] = ()  # fields that are not of the form, as problems name them

    @property
    def names(self) -> tuple[str, ...]:
        """Fields of the step."""
        return (*self.form.base_fields, *self.more)


STEPS: tuple[Step, ...] = (
    Step("what", gettext_lazy("What happens"), gettext_lazy("And what pupils should take from it."), WhatForm),
    Step("who", gettext_lazy("Who takes part"), gettext_lazy("The class, never single pupils."), WhoForm),
    Step(
        "when",
        gettext_lazy("When"),
        gettext_lazy("The more days would do, the likelier somebody can come."),
        WhenForm,
        ("windows", "wished_starts_at"),
    ),
    Step("where", gettext_lazy("Where"), gettext_lazy("In your school, at a workplace, or online."), WhereForm),
    Step(
        "safety",
        gettext_lazy("What keeps it safe"),
        gettext_lazy("Every visit rests on this. You answer for what you tick."),
        SafetyForm,
    ),
)
BY_SLUG: Mapping[str, Step] = {step.slug: step for step in STEPS}
_OF_FIELD = {name: step for step in STEPS for name in step.names}


def step_of(field: str) -> Step:
    """The step in which a field is put right ("windows.0.last_day" among them)."""
    return _OF_FIELD.get(field.partition(".")[0], STEPS[0])


def step_after(step: Step) -> Step | None:
    """The next one; None after the last."""
    place = STEPS.index(step) + 1
    return STEPS[place] if place < len(STEPS) else None


def initial_of(step: Step, request: VisitRequest) -> dict[str, Any]:
    """What a step shows of a draft."""
    found = {name: getattr(request, name) for name in step.form.base_fields if hasattr(request, name)}
    if step.slug == "when" and request.wished_starts_at is not None:
        moment = timezone.localtime(request.wished_starts_at)
        found |= {"slot": "", "starts": moment.time(), "chosen": moment}
    return found


class DoneForm(forms.Form):
    """How a visit turned out."""

    minutes = whole(gettext_lazy("How long it took, in minutes"), least=5, most=600)
    pupils_reached = whole(gettext_lazy("How many pupils took part"), least=0, most=2000)


def yes_no(label: Any) -> forms.TypedChoiceField:
    """Yes, no, or not answered."""
    return forms.TypedChoiceField(
        label=label,
        choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )


def count(label: Any) -> forms.IntegerField:
    """A number of pupils, or nothing."""
    return whole(label, least=0, most=2000, required=False)


class FeedbackForm(forms.Form):
    """What the school says of a visit, and what pupils took from it, as numbers without names."""

    went_well = forms.TypedChoiceField(
        label=gettext_lazy("How did it go?"),
        coerce=int,
        choices=[
            (5, gettext_lazy("Very well")),
            (4, gettext_lazy("Well")),
            (3, gettext_lazy("So-so")),
            (2, gettext_lazy("Not so well")),
            (1, gettext_lazy("Badly")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say how it went.")},
    )
    well_prepared = yes_no(gettext_lazy("Was the visitor well prepared?"))
    right_level = yes_no(gettext_lazy("Was it at the right level for the class?"))
    routes_covered = yes_no(gettext_lazy("Were technical routes spoken of as well?"))
    staff_present = yes_no(gettext_lazy("Were staff present throughout?"))
    would_repeat = yes_no(gettext_lazy("Would you invite them again?"))
    pupils_asked = count(gettext_lazy("How many pupils did you ask afterwards?"))
    pupils_new_job = count(gettext_lazy("How many heard of work that was new to them?"))
    pupils_could_do = count(gettext_lazy("How many could see themselves in it?"))
    pupils_next_step = count(gettext_lazy("How many know a next step?"))
