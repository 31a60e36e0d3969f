"""The steps of an application as forms: who you are, your work, what you offer, where, and what you agree to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ambassadors.choices import LANGUAGES
from ambassadors.enums import Activity, Discipline, Phase, RouteTaken
from ambassadors.forms.offers import day, whole
from ambassadors.models import Ambassador
from ambassadors.models.people import MOST_MILES, MOST_VISITS
from ambassadors.topics import STEM_SUBJECTS, SUBJECTS, TOPICS, topics_of

Choices = Sequence[tuple[Any, Any]]


def checks(label: Any, choices: Choices, hint: Any = "") -> forms.MultipleChoiceField:
    """Several of a list; none is fine while the application is a draft."""
    return forms.MultipleChoiceField(
        label=label, choices=choices, help_text=hint, required=False, widget=forms.CheckboxSelectMultiple
    )


class StepForm(forms.Form):
    """One step. Nothing is required here: half an application can be saved, and the last step says what is missing."""

    @classmethod
    def initial_of(cls, ambassador: Ambassador) -> dict[str, Any]:
        """What the step shows of a profile."""
        return {name: getattr(ambassador, name) for name in cls.base_fields if hasattr(ambassador, name)}

    def changes(self) -> dict[str, Any]:
        """The step as `save_profile` takes it; only of a form that is valid."""
        return dict(self.cleaned_data)


class YouForm(StepForm):
    """Name, telephone, and for those under 18 the day they turn 18 and who comes with them."""

    given_name = forms.CharField(max_length=60, required=False, label=gettext_lazy("First name"))
    family_name = forms.CharField(
        max_length=60,
        required=False,
        label=gettext_lazy("Last name"),
        help_text=gettext_lazy("Only the school’s reception sees it, once a visit is confirmed. Pupils never do."),
    )
    phone = forms.CharField(
        max_length=30,
        required=False,
        label=gettext_lazy("Telephone number (you may leave this empty)"),
        help_text=gettext_lazy("For the coordinator, if something changes on the day. Schools do not see it."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    is_under_18 = forms.BooleanField(
        required=False,
        label=gettext_lazy("I am under 18"),
        help_text=gettext_lazy(
            "Apprentices and students are welcome. You go with an adult ambassador, and schools see your first"
            " name only. Fill in the two lines below."
        ),
    )
    adult_from = day(
        gettext_lazy("The day you turn 18"),
        gettext_lazy("Only if you are under 18. We do not ask adults for their age."),
        required=False,
    )
    companion_code = forms.CharField(
        max_length=12,
        required=False,
        label=gettext_lazy("The code of the adult ambassador who comes with you"),
        help_text=gettext_lazy(
            "Only if you are under 18. They find their code on their profile. You can add it later."
        ),
    )

    @classmethod
    def initial_of(cls, ambassador: Ambassador) -> dict[str, Any]:
        """With the companion by code."""
        companion = ambassador.companion
        return super().initial_of(ambassador) | {
            "is_under_18": ambassador.adult_from is not None,
            "companion_code": companion.code if companion else "",
        }

    def clean(self) -> dict[str, Any]:
        """Whoever says that they are under 18 says when that ends."""
        cleaned = super().clean() or {}
        if cleaned.get("is_under_18") and not cleaned.get("adult_from") and "adult_from" not in self.errors:
            self.add_error("adult_from", _("Give the day you turn 18."))
        return cleaned

    def clean_companion_code(self) -> Ambassador | None:
        """The adult who was named, by the code of their profile."""
        code = self.cleaned_data["companion_code"].strip().lower()
        if not code:
            return None
        found: Ambassador | None = Ambassador.objects.people().filter(code=code).first()
        if found is None:
            raise ValidationError(_("No ambassador has this code. Ask them to copy it from their profile."))
        return found

    def changes(self) -> dict[str, Any]:
        """Adults have neither the day nor a companion."""
        given = self.cleaned_data
        under = given["is_under_18"]
        return {
            **{name: given[name] for name in ("given_name", "family_name", "phone")},
            "adult_from": given["adult_from"] if under else None,
            "companion": given["companion_code"] if under else None,
        }


class WorkForm(StepForm):
    """The work somebody does and how they came into it."""

    job_title = forms.CharField(
        max_length=120,
        required=False,
        label=gettext_lazy("What your job is called"),
        help_text=gettext_lazy("As you would say it to a neighbour: “Laboratory technician”."),
    )
    employer_name = forms.CharField(
        max_length=160,
        required=False,
        label=gettext_lazy("Who you work for (you may leave this empty)"),
        help_text=gettext_lazy("Schools see it. Of somebody under 18 they see neither the employer nor the site."),
    )
    occupations = checks(
        gettext_lazy("Your work in the list of occupations"),
        (),
        gettext_lazy("One to three. That is where teachers will find you."),
    )
    look_for = forms.CharField(max_length=120, required=False, label=gettext_lazy("Look for your work by any name"))
    discipline = forms.ChoiceField(
        required=False, label=gettext_lazy("Your field"), choices=[("", gettext_lazy("Choose")), *Discipline.choices]
    )
    routes = checks(
        gettext_lazy("How you came into your work"),
        RouteTaken.choices,
        gettext_lazy("All that apply. No route is better than another, and schools ask for every one of them."),
    )
    route_references = checks(
        gettext_lazy("Which of these did you take?"),
        (),
        gettext_lazy("Apprenticeships and T Levels that lead to your work. Choose none if yours is not here."),
    )
    level = forms.TypedChoiceField(
        required=False,
        label=gettext_lazy("The highest level you have reached (you may leave this empty)"),
        coerce=int,
        empty_value=None,
        choices=[("", gettext_lazy("Choose"))],
    )

    def __init__(
        self, *args: Any, occupations: Choices = (), taken: Choices = (), levels: Choices = (), **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        for name, choices in (("occupations", occupations), ("route_references", taken)):
            field: Any = self.fields[name]
            field.choices = choices
        level: Any = self.fields["level"]
        level.choices = [("", _("Choose")), *levels]

    def changes(self) -> dict[str, Any]:
        """Without the search."""
        return {name: value for name, value in self.cleaned_data.items() if name != "look_for"}


class OfferForm(StepForm):
    """What somebody could do with pupils, with whom and about what."""

    activities = checks(gettext_lazy("What you could do"), Activity.choices)
    phases = checks(gettext_lazy("Ages you would like to meet"), Phase.choices)
    subjects = checks(
        gettext_lazy("School subjects your work uses"),
        [(slug, SUBJECTS[slug]) for slug in SUBJECTS],
        gettext_lazy("Teachers look for people by subject."),
    )
    topics = checks(
        gettext_lazy("Topics you could speak about"),
        [(slug, topic.title) for slug, topic in TOPICS.items()],
        gettext_lazy("Open a subject. You may leave all of this empty."),
    )
    languages = checks(
        gettext_lazy("Languages you could hold a session in"),
        list(LANGUAGES.items()),
    )
    represents = forms.BooleanField(
        required=False,
        label=gettext_lazy("You may ask me to events about who is missing from STEM"),
        help_text=gettext_lazy(
            "We do not ask why, and never keep who you are in that sense. It never changes where you stand in a list."
        ),
    )

    @staticmethod
    def groups() -> dict[str, list[tuple[str, list[str]]]]:
        """How the page sets out the long lists: (heading, values); what has a heading folds away."""
        first = [slug for slug in STEM_SUBJECTS if slug in SUBJECTS]
        others = [slug for slug in SUBJECTS if slug not in STEM_SUBJECTS]
        topics = [
            (str(title), [topic.slug for topic in topics_of(slug)])
            for slug, title in SUBJECTS.items()
            if topics_of(slug)
        ]
        return {
            "subjects": [("", first), (_("Other subjects"), others)],
            "topics": topics,
            "languages": [("", ["en"]), (_("More languages"), [code for code in LANGUAGES if code != "en"])],
        }


class WhereForm(StepForm):
    """Where somebody would go, how they meet, and how often at most."""

    outcode = forms.CharField(
        max_length=8,
        required=False,
        label=gettext_lazy("First half of your postcode"),
        help_text=gettext_lazy(
            "For example LS1. We never ask for your address; schools see how far away you are, in bands."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    in_person = forms.BooleanField(required=False, label=gettext_lazy("I can meet pupils in person"))
    travel_miles = whole(gettext_lazy("Miles you would travel"), least=1, most=MOST_MILES, required=False)
    online = forms.BooleanField(
        required=False,
        label=gettext_lazy("I can meet a class through a screen"),
        help_text=gettext_lazy("The school hosts the session and its staff are in the room."),
    )
    yearly_limit = whole(
        gettext_lazy("Visits a school year at most"),
        least=1,
        most=MOST_VISITS,
        hint=gettext_lazy("We never ask you beyond this. You can change it at any time."),
        required=False,
    )
    access_needs = forms.CharField(
        max_length=300,
        required=False,
        label=gettext_lazy("What you need to take part (you may leave this empty)"),
        help_text=gettext_lazy("For example a step-free way in. The coordinator arranges it with the school."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_outcode(self) -> str:
        """The first half, also of somebody who typed a whole postcode: the second is dropped at once."""
        given: str = self.cleaned_data["outcode"].strip().upper()
        first, _space, _rest = given.partition(" ")
        return first

    def changes(self) -> dict[str, Any]:
        """Numbers that were left empty stay as they are."""
        return {name: value for name, value in self.cleaned_data.items() if value is not None}


class ConsentForm(StepForm):
    """What an ambassador promises, and agrees to."""

    conduct = forms.BooleanField(
        required=False,
        label=gettext_lazy("I keep to these rules on every visit"),
    )
    consents = forms.BooleanField(
        required=False,
        label=gettext_lazy("I agree to how you use what I told you"),
        help_text=gettext_lazy("You can take this back at any time by leaving the scheme."),
    )

    @classmethod
    def initial_of(cls, ambassador: Ambassador) -> dict[str, Any]:
        """Both were given together."""
        given = ambassador.consented_at is not None
        return {"conduct": given, "consents": given}

    def clean(self) -> dict[str, Any]:
        """One without the other is nothing to go on."""
        cleaned = super().clean() or {}
        if not cleaned.get("conduct"):
            self.add_error("conduct", _("We can only send people to schools who keep to these rules."))
        if not cleaned.get("consents"):
            self.add_error("consents", _("Without this we may not keep your application."))
        return cleaned

    def changes(self) -> dict[str, Any]:
        """Consent as the action takes it."""
        return {"consents": True}


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its name in the address, its title and lede, its form (None: a page of its own), its fields."""

    slug: str
    title: str | Promise
    lede: str | Promise
    form: type[StepForm] | None
    fields: tuple[str, ...]


STEPS: tuple[Step, ...] = (
    Step(
        "you",
        gettext_lazy("You"),
        gettext_lazy("How we call you. Pupils only ever hear your first name."),
        YouForm,
        ("given_name", "family_name", "email", "phone", "adult_from", "companion"),
    ),
    Step(
        "work",
        gettext_lazy("Your work"),
        gettext_lazy("What you do and how you got there. The way in matters to pupils as much as the work."),
        WorkForm,
        ("job_title", "employer_name", "occupations", "discipline", "routes", "route_references", "level"),
    ),
    Step(
        "offer",
        gettext_lazy("What you offer"),
        gettext_lazy("Tick only what you would enjoy. You can change it whenever you like."),
        OfferForm,
        ("activities", "phases", "subjects", "topics", "languages", "represents"),
    ),
    Step(
        "where",
        gettext_lazy("Where and how often"),
        gettext_lazy("How far you would go, and how many visits suit you."),
        WhereForm,
        ("outcode", "in_person", "online", "travel_miles", "yearly_limit", "access_needs"),
    ),
    Step(
        "when",
        gettext_lazy("When you are free"),
        gettext_lazy("Half days in a usual week. Leave it empty and we ask you for any day."),
        None,
        (),
    ),
    Step(
        "safeguarding",
        gettext_lazy("Keeping everybody safe"),
        gettext_lazy("Short rules that protect pupils, and you."),
        ConsentForm,
        ("consented_at",),
    ),
)
BY_SLUG = {step.slug: step for step in STEPS}


def step_of(field: str) -> Step:
    """The step in which a field is asked for; the first for one that no step asks for."""
    return next((step for step in STEPS if field in step.fields), STEPS[0])


def step_after(step: Step) -> Step | None:
    """The following step; None after the last."""
    following = STEPS.index(step) + 1
    return STEPS[following] if following < len(STEPS) else None
