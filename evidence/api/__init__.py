"""API of evidence: sources, their editions, and each edition's rows in bulk."""

from django.urls import URLPattern, URLResolver, path

from evidence.api import sources

urlpatterns: list[URLPattern | URLResolver] = [
    path("sources/", sources.SourceList.as_view(), name="source-list"),
    path("sources/<slug:slug>/", sources.SourceDetail.as_view(), name="source-detail"),
    path("releases/", sources.ReleaseList.as_view(), name="release-list"),
    path("releases/<slug:key>/", sources.ReleaseDetail.as_view(), name="release-detail"),
    path("releases/<slug:key>/data.csv", sources.ReleaseData.as_view(), name="release-data"),
]
