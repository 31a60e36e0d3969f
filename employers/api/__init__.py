"""API of employers: role profiles, organisations, opportunities, and what employers state they prefer."""

from django.urls import URLPattern, URLResolver, path

from employers.api import me, opportunities, organisations, preferences, role_profiles
from employers.api.own import OPPORTUNITY, PROFILE
from employers.api.steps import steps_of

urlpatterns: list[URLPattern | URLResolver] = [
    path("role-profiles/", role_profiles.RoleProfileList.as_view(), name="role-profile-list"),
    path("role-profiles/<int:id>/", role_profiles.RoleProfileDetail.as_view(), name="role-profile-detail"),
    *(path(f"role-profiles/<int:id>/{s}/", v, name=f"role-profile-{s}") for s, v in steps_of(PROFILE).items()),
    path("organisations/", organisations.OrganisationList.as_view(), name="organisation-list"),
    path("organisations/<slug:slug>/", organisations.OrganisationDetail.as_view(), name="organisation-detail"),
    path("opportunities/", opportunities.OpportunityList.as_view(), name="opportunity-list"),
    path("opportunities/vacancies/<slug:reference>/", opportunities.VacancyDetail.as_view(), name="vacancy-detail"),
    path("opportunities/<int:id>/", opportunities.OpportunityDetail.as_view(), name="opportunity-detail"),
    *(path(f"opportunities/<int:id>/{s}/", v, name=f"opportunity-{s}") for s, v in steps_of(OPPORTUNITY).items()),
    path("preferences/", preferences.PreferenceView.as_view(), name="preferences"),
    path("preferences/subjects/", preferences.SubjectList.as_view(), name="preference-subjects"),
    path("preferences/subjects/<slug:subject>/", preferences.SubjectDetail.as_view(), name="preference-subject"),
    path("me/role-profiles/", me.MyRoleProfiles.as_view(), name="my-role-profiles"),
    path("me/opportunities/", me.MyOpportunities.as_view(), name="my-opportunities"),
    path("me/sites/", me.MySites.as_view(), name="my-sites"),
]
