"""Addresses of the desks of employers and of providers."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from portal.pages.employers.desk import bulk, entry, home, profile, providers, step, urls_opportunities, versions

_ONE = "<slug:organisation>/"
_PROFILE = f"{_ONE}profiles/<int:pk>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.ChooseDesk.as_view(), name="desk"),
    path(_ONE, home.DeskHome.as_view(), name="desk-home"),
    path(f"{_ONE}entry/", entry.EntryPage.as_view(), name="desk-entry"),
    path(f"{_ONE}sites/", entry.Sites.as_view(), name="desk-sites"),
    path(f"{_ONE}pictures/<path:name>", versions.Picture.as_view(), name="desk-picture"),
    path(f"{_ONE}upload/", bulk.BulkUpload.as_view(), name="desk-bulk"),
    path(f"{_ONE}upload/check/", bulk.BulkCheck.as_view(), name="desk-bulk-check"),
    path(f"{_ONE}upload/template.<kind>", bulk.BulkTemplate.as_view(), name="desk-bulk-template"),
    path(f"{_ONE}profiles/new/", profile.StartProfile.as_view(), name="desk-start"),
    path(_PROFILE, profile.ProfileHome.as_view(), name="desk-profile"),
    path(f"{_PROFILE}preview/", versions.PreviewProfile.as_view(), name="desk-preview"),
    path(f"{_PROFILE}versions/", versions.ProfileHistory.as_view(), name="desk-history"),
    path(f"{_PROFILE}versions/compare/", versions.CompareVersions.as_view(), name="desk-compare"),
    path(f"{_PROFILE}withdraw/", profile.WithdrawProfile.as_view(), name="desk-withdraw"),
    path(f"{_PROFILE}<slug:step>/", step.ProfileStep.as_view(), name="desk-step"),
    *urls_opportunities.urlpatterns,
    path(f"{_ONE}statements/<int:pk>/", providers.StatementFromMail.as_view(), name="desk-statement"),
]
provider_urlpatterns: list[URLPattern | URLResolver] = [
    path("", providers.ChooseProvider.as_view(), name="choose"),
    path(_ONE, providers.ProviderHome.as_view(), name="home"),
    path(f"{_ONE}statements/new/", providers.StatementPage.as_view(), name="new"),
    path(f"{_ONE}statements/<int:pk>/", providers.StatementPage.as_view(), name="statement"),
]
