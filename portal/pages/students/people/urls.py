"""Addresses of people's stories."""

from __future__ import annotations

from django.urls import URLPattern, path

from portal.pages.students.people.pages import StoryDetail, StoryList

urlpatterns: list[URLPattern] = [
    path("", StoryList.as_view(), name="list"),
    path("<slug:story>/", StoryDetail.as_view(), name="detail"),
]
