"""Addresses that belong to no audience."""

from django.urls import URLPattern, URLResolver, path

from portal.pages.gallery import gallery
from portal.pages.open import feedback, views
from portal.pages.reference import urls_a, urls_b

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.Home.as_view(), name="home"),
    path("sources/", views.SourceList.as_view(), name="source-list"),
    path("sources/<slug:slug>/", views.SourceDetail.as_view(), name="source-detail"),
    path("feedback/", feedback.Feedback.as_view(), name="feedback"),
    path("feedback/thanks/", feedback.FeedbackThanks.as_view(), name="feedback-thanks"),
    *urls_a.urlpatterns,
    *urls_b.urlpatterns,
    path("gallery/", gallery, name="gallery"),
]
