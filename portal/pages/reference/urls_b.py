"""Addresses of qualifications, subjects, course families, providers and outcomes."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from portal.pages.reference.degrees import DegreeSubjectList, DegreeSubjectPage
from portal.pages.reference.families import FamilyList, FamilyPage
from portal.pages.reference.outcomes import OutcomeList
from portal.pages.reference.provider import ProviderPage
from portal.pages.reference.providers import ProviderList
from portal.pages.reference.qualifications import QualificationList, QualificationPage
from portal.pages.reference.subjects import SchoolSubjectPage, SubjectList

urlpatterns: list[URLPattern] = [
    path("qualifications/", QualificationList.as_view(), name="qualification-list"),
    # A number as certificates print it has strokes: 601/8187/2.
    re_path(
        r"^qualifications/(?P<qan>[0-9A-Za-z]+(?:/[0-9A-Za-z]+){0,2})/$",
        QualificationPage.as_view(),
        name="qualification-detail",
    ),
    path("subjects/", SubjectList.as_view(), name="subject-list"),
    path("subjects/school/<str:stage>/<str:slug>/", SchoolSubjectPage.as_view(), name="school-subject-detail"),
    path("subjects/degree/", DegreeSubjectList.as_view(), name="degree-subject-list"),
    path("subjects/degree/<str:cah>/", DegreeSubjectPage.as_view(), name="degree-subject-detail"),
    path("course-families/", FamilyList.as_view(), name="course-family-list"),
    path("course-families/<str:family>/", FamilyPage.as_view(), name="course-family-detail"),
    path("providers/", ProviderList.as_view(), name="provider-list"),
    path("providers/<str:provider>/", ProviderPage.as_view(), name="provider-detail"),
    path("outcomes/", OutcomeList.as_view(), name="outcome-list"),
]
