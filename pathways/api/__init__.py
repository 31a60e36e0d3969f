"""API of routes, standards, qualifications, subjects and providers."""

from django.urls import URLPattern, URLResolver, path

from pathways.api import (
    levels,
    links,
    outcomes,
    providers,
    provision,
    qualifications,
    routes,
    standards,
    subjects,
    tlevels,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("routes/", routes.RouteList.as_view(), name="route-list"),
    path("levels/", levels.LevelList.as_view(), name="level-list"),
    path("tariff/", levels.TariffList.as_view(), name="tariff-list"),
    path("registrations/", levels.RegistrationList.as_view(), name="registration-list"),
    path("standards/", standards.StandardList.as_view(), name="standard-list"),
    path("standards/<str:reference>/", standards.StandardDetail.as_view(), name="standard-detail"),
    path("standards/<str:reference>/providers/", standards.StandardProviders.as_view(), name="standard-providers"),
    path("tlevels/", tlevels.TLevelList.as_view(), name="tlevel-list"),
    path("tlevels/<str:number>/", tlevels.TLevelDetail.as_view(), name="tlevel-detail"),
    path("qualifications/", qualifications.QualificationList.as_view(), name="qualification-list"),
    path("qualifications/<str:qan>/", qualifications.QualificationDetail.as_view(), name="qualification-detail"),
    path("subjects/school/", subjects.SchoolSubjectList.as_view(), name="school-subject-list"),
    path(
        "subjects/school/<str:stage>/<str:slug>/", subjects.SchoolSubjectDetail.as_view(), name="school-subject-detail"
    ),
    path("subjects/degree/", subjects.DegreeSubjectList.as_view(), name="degree-subject-list"),
    path("subjects/degree/<str:cah>/", subjects.DegreeSubjectDetail.as_view(), name="degree-subject-detail"),
    path("subjects/hecos/", subjects.HecosSubjectList.as_view(), name="hecos-subject-list"),
    path("course-families/", levels.CourseFamilyList.as_view(), name="course-family-list"),
    path("course-families/<str:family>/", levels.CourseFamilyDetail.as_view(), name="course-family-detail"),
    path("providers/", providers.ProviderList.as_view(), name="provider-list"),
    path("providers/<str:provider>/", providers.ProviderDetail.as_view(), name="provider-detail"),
    path("outcomes/", outcomes.OutcomeList.as_view(), name="outcome-list"),
    path("outcomes/industries/", outcomes.IndustryList.as_view(), name="outcome-industries"),
    path("links/", links.LinkList.as_view(), name="link-list"),
    path("provision/", provision.Provision.as_view(), name="provision"),
]
