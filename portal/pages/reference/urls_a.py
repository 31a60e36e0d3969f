"""Addresses of levels, standards, T Levels and professional registration."""

from __future__ import annotations

from django.urls import URLPattern, path

from portal.pages.reference.levels import LevelList
from portal.pages.reference.registrations import RegistrationList
from portal.pages.reference.standards import StandardList, StandardPage
from portal.pages.reference.tlevels import TLevelList, TLevelPage

urlpatterns: list[URLPattern] = [
    path("levels/", LevelList.as_view(), name="level-list"),
    path("standards/", StandardList.as_view(), name="standard-list"),
    path("standards/<str:reference>/", StandardPage.as_view(), name="standard-detail"),
    path("tlevels/", TLevelList.as_view(), name="tlevel-list"),
    path("tlevels/<str:number>/", TLevelPage.as_view(), name="tlevel-detail"),
    path("registrations/", RegistrationList.as_view(), name="registration-list"),
]
