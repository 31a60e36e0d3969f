"""The shapes of encounter offers in the OpenAPI document. Nothing here runs when the API answers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers as s

from ambassadors.enums import Activity, Mode, Phase
from evidence.api.schema import AreaRef, listed, null, one_of, shape, text
from pathways.api.schema import maybe, texts

Time = shape(
    "EncounterTime",
    _("A time at which classes can come."),
    id=s.IntegerField(),
    starts_at=s.DateTimeField(),
    ends_at=s.DateTimeField(),
    places_left=s.IntegerField(help_text=_("Classes that can still be booked.")),
    most_pupils=s.IntegerField(help_text=_("Pupils of a class.")),
)
Offerer = shape("EncounterOfferer", _("Who offers it."), name=text(), kind=text(), is_demo=s.BooleanField())
Offer = shape(
    "EncounterOffer",
    _("An encounter that a college, provider, UTC or university offers to classes."),
    id=s.IntegerField(),
    title=text(),
    about=text(),
    organisation=Offerer(),
    activity=one_of(Activity.values),
    mode=one_of(Mode.values),
    phases=s.ListField(child=one_of(Phase.values)),
    subjects=texts(_("Slugs of school subjects; none for any.")),
    outcode=maybe(_("Where it is, or where its people start from.")),
    region=AreaRef(allow_null=True),
    travel_miles=null(s.IntegerField, _("How far its people come to schools; null where schools come to them.")),
    times=Time(many=True, help_text=_("The next three with a place in a list; every time ahead in one offer.")),
    url=s.URLField(),
    api=s.URLField(),
)
OfferList = listed(Offer)
