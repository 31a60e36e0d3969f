"""Addresses of the teachers' desk for visits."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from portal.pages.educators.ambassadors.about import AboutAmbassadors
from portal.pages.educators.ambassadors.ask import RequestStep, StartRequest
from portal.pages.educators.ambassadors.coverage import CoveragePage
from portal.pages.educators.ambassadors.follow import RequestList, RequestPage
from portal.pages.educators.ambassadors.person import Person
from portal.pages.educators.ambassadors.search import FindPeople
from portal.pages.educators.ambassadors.visit import VisitCalendar, VisitPackPage, VisitPackPdf, VisitPage

urlpatterns: list[URLPattern | URLResolver] = [
    path("", FindPeople.as_view(), name="home"),
    path("about/", AboutAmbassadors.as_view(), name="about"),
    path("coverage/", CoveragePage.as_view(), name="coverage"),
    path("people/<slug:code>/", Person.as_view(), name="person"),
    path("ask/", StartRequest.as_view(), name="ask"),
    path("requests/", RequestList.as_view(), name="requests"),
    path("requests/<int:pk>/", RequestPage.as_view(), name="request"),
    path("requests/<int:pk>/visits/<int:visit>/", VisitPage.as_view(), name="visit"),
    path("requests/<int:pk>/visits/<int:visit>/calendar/", VisitCalendar.as_view(), name="calendar"),
    path("requests/<int:pk>/visits/<int:visit>/pack/", VisitPackPage.as_view(), name="pack"),
    path("requests/<int:pk>/visits/<int:visit>/pack.pdf", VisitPackPdf.as_view(), name="pack-pdf"),
    path("requests/<int:pk>/<slug:step>/", RequestStep.as_view(), name="step"),
]
