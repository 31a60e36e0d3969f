"""Addresses of opportunities on the employers' desk, below an organisation's."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from portal.pages.employers.desk import opportunities, opportunity_step

_ONE = "<slug:organisation>/opportunities/"
_ITEM = f"{_ONE}<int:pk>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path(_ONE, opportunities.Opportunities.as_view(), name="desk-opportunities"),
    path(f"{_ONE}new/", opportunities.StartOpportunity.as_view(), name="desk-opportunity-new"),
    path(_ITEM, opportunities.OpportunityHome.as_view(), name="desk-opportunity"),
    path(f"{_ITEM}preview/", opportunities.PreviewOpportunity.as_view(), name="desk-opportunity-preview"),
    path(f"{_ITEM}withdraw/", opportunities.WithdrawOpportunity.as_view(), name="desk-opportunity-withdraw"),
    path(f"{_ITEM}<slug:step>/", opportunity_step.OpportunityStep.as_view(), name="desk-opportunity-step"),
]
