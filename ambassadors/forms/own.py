"""Short forms of an ambassador's own pages: days away, how a visit went, peers."""

from __future__ import annotations

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy

from ambassadors.choices import PEER_GOALS, PEER_INTERESTS
from ambassadors.enums import EndReason
from ambassadors.forms.application import checks
from ambassadors.forms.offers import day, whole
from ambassadors.forms.request import FeedbackForm as SchoolFeedback
from ambassadors.forms.request import yes_no

# Reasons an ambassador may give, by what they say no to; the first ones fit most often.
DECLINES = (EndReason.DATE, EndReason.TOO_FAR, EndReason.NOT_MY_TOPIC, EndReason.TOO_BUSY, EndReason.ILL)
CANCELS = (EndReason.AMBASSADOR_CANCELLED, EndReason.ILL, EndReason.WEATHER_OR_TRAVEL, EndReason.DATE)
NOT_HELD = (
    EndReason.SCHOOL_CANCELLED,
    EndReason.SCHOOL_NOT_READY,
    EndReason.ILL,
    EndReason.WEATHER_OR_TRAVEL,
    EndReason.AMBASSADOR_ABSENT,
)


def reasons(listed: tuple[EndReason, ...]) -> list[tuple[str, str]]:
    """Reasons with their words, for buttons and lists."""
    return [(reason.value, str(reason.label)) for reason in listed]


class AwayForm(forms.Form):
    """A stretch of days on which somebody cannot come."""

    first_day = day(gettext_lazy("First day away"))
    last_day = day(gettext_lazy("Last day away"))


class DoneForm(forms.Form):
    """That a visit took place: how long, how many pupils."""

    minutes = whole(gettext_lazy("How long you were with pupils, in minutes"), least=5, most=600)
    pupils_reached = whole(gettext_lazy("How many pupils, about"), least=0, most=2000)


class FeedbackForm(forms.Form):
    """How a visit was for the ambassador, by choices; how well it went is asked as the school is asked."""

    went_well = SchoolFeedback.base_fields["went_well"]
    well_prepared = yes_no(gettext_lazy("Was the school ready for you?"))
    staff_present = yes_no(gettext_lazy("Were staff with you and the pupils all the time?"))
    would_repeat = yes_no(gettext_lazy("Would you go there again?"))


class PeerWishForm(forms.Form):
    """What somebody would like a peer for."""

    interests = checks(
        gettext_lazy("I would like a peer who is"),
        list(PEER_INTERESTS.items()),
        gettext_lazy("We pair you with somebody who ticked at least one of the same."),
    )
    online_only = forms.BooleanField(required=False, label=gettext_lazy("I would rather talk online only"))
    agrees = forms.BooleanField(
        required=False,
        label=gettext_lazy("My peer may see my first name, role, employer and email address"),
        help_text=gettext_lazy("They have agreed to the same. Nobody else sees that you asked."),
    )


class GoalsForm(forms.Form):
    """What two peers want of their talks."""

    goals = checks(gettext_lazy("What we want of our talks"), list(PEER_GOALS.items()))


class MeetingForm(forms.Form):
    """That two peers met."""

    met_on = day(gettext_lazy("When did you meet or talk?"))
    minutes = whole(gettext_lazy("How long, in minutes"), least=1, most=480)
    goal = forms.ChoiceField(
        required=False,
        label=gettext_lazy("What it was about (you may leave this empty)"),
        choices=[("", gettext_lazy("Choose")), *PEER_GOALS.items()],
    )

    @classmethod
    def begun(cls, today: date) -> MeetingForm:
        """The form with today filled in."""
        return cls(initial={"met_on": today, "minutes": 45})
