"""Addresses of the ambassadors' side."""

from __future__ import annotations

from django.urls import URLPattern, path

from portal.pages.ambassadors.apply import Apply, ProfileHome, ProfileStep
from portal.pages.ambassadors.availability import WhenFree
from portal.pages.ambassadors.claim import Claim
from portal.pages.ambassadors.concerns import ConcernNew, ConcernRaised
from portal.pages.ambassadors.desk import Desk
from portal.pages.ambassadors.hours import Certificate, CertificatePdf, Hours, StatementPdf
from portal.pages.ambassadors.landing import AmbassadorsHome, Safeguarding
from portal.pages.ambassadors.peers import Peers
from portal.pages.ambassadors.resources import Resources
from portal.pages.ambassadors.standing import StandingPage
from portal.pages.ambassadors.story import StoryHome, StoryPart
from portal.pages.ambassadors.training import Module, TrainingList
from portal.pages.ambassadors.visits import OwnPack, VisitCalendar, VisitPage, Visits, VisitsCalendar

urlpatterns: list[URLPattern] = [
    path("", AmbassadorsHome.as_view(), name="home"),
    path("safeguarding/", Safeguarding.as_view(), name="safeguarding"),
    path("apply/", Apply.as_view(), name="apply"),
    path("profile/", ProfileHome.as_view(), name="profile"),
    path("profile/<slug:step>/", ProfileStep.as_view(), name="step"),
    path("availability/", WhenFree.as_view(), name="availability"),
    path("desk/", Desk.as_view(), name="desk"),
    path("visits/", Visits.as_view(), name="visits"),
    path("visits/calendar/", VisitsCalendar.as_view(), name="visits-calendar"),
    path("visits/<int:visit>/", VisitPage.as_view(), name="visit"),
    path("visits/<int:visit>/calendar/", VisitCalendar.as_view(), name="visit-calendar"),
    path("visits/<int:visit>/pack.pdf", OwnPack.as_view(), name="visit-pack-pdf"),
    path("visits/<int:visit>/concern/", ConcernNew.as_view(), name="concern-new"),
    path("concerns/raised/", ConcernRaised.as_view(), name="concern-raised"),
    path("training/", TrainingList.as_view(), name="training"),
    path("training/<slug:module>/", Module.as_view(), name="module"),
    path("hours/", Hours.as_view(), name="hours"),
    path("hours/certificate/", Certificate.as_view(), name="certificate"),
    path("hours/certificate.pdf", CertificatePdf.as_view(), name="certificate-pdf"),
    path("hours/statement.pdf", StatementPdf.as_view(), name="statement-pdf"),
    path("resources/", Resources.as_view(), name="resources"),
    path("peers/", Peers.as_view(), name="peers"),
    path("story/", StoryHome.as_view(), name="story"),
    path("story/<slug:step>/", StoryPart.as_view(), name="story-step"),
    path("claim/<str:token>/", Claim.as_view(), name="claim"),
    path("standing/", StandingPage.as_view(), name="standing"),
]
