"""Addresses of the students' side."""

from django.urls import URLPattern, URLResolver, path, re_path

from portal.pages.students.careers import GroupDetail, OccupationList, StudentsHome
from portal.pages.students.employer_subjects import SubjectsWanted, WhoWantsSubject
from portal.pages.students.employers import EmployerList, EmployerPage, RoleProfilePage
from portal.pages.students.guide import RouteGuide
from portal.pages.students.moves import OccupationMoves
from portal.pages.students.occupation import OccupationDetail
from portal.pages.students.opportunities import OpportunityDetail, OpportunityList, VacancyDetail
from portal.pages.students.route_compare import RouteCompare
from portal.pages.students.routes import OccupationRoutes

urlpatterns: list[URLPattern | URLResolver] = [
    path("", StudentsHome.as_view(), name="home"),
    path("routes/", RouteGuide.as_view(), name="route-guide"),
    path("careers/", OccupationList.as_view(), name="occupation-list"),
    path("opportunities/", OpportunityList.as_view(), name="opportunity-list"),
    path("opportunities/<slug:employer>/<slug:opportunity>/", OpportunityDetail.as_view(), name="opportunity-detail"),
    re_path(r"^vacancies/(?P<reference>[0-9]{4,12})/$", VacancyDetail.as_view(), name="vacancy-detail"),
    path("employers/", EmployerList.as_view(), name="employer-list"),
    path("employers/subjects/", SubjectsWanted.as_view(), name="subjects-wanted"),
    path("employers/subjects/<slug:subject>/", WhoWantsSubject.as_view(), name="subject-wanted"),
    path("employers/<slug:employer>/", EmployerPage.as_view(), name="employer-detail"),
    path("employers/<slug:employer>/<slug:profile>/", RoleProfilePage.as_view(), name="role-profile-detail"),
    re_path(r"^careers/groups/(?P<code>[1-9][0-9]{0,3})/$", GroupDetail.as_view(), name="group-detail"),
    re_path(r"^careers/(?P<soc2020>[0-9]{1,6})/$", OccupationDetail.as_view(), name="occupation-detail"),
    re_path(r"^careers/(?P<soc2020>[0-9]{1,6})/routes/$", OccupationRoutes.as_view(), name="occupation-routes"),
    re_path(r"^careers/(?P<soc2020>[0-9]{1,6})/routes/compare/$", RouteCompare.as_view(), name="route-compare"),
    re_path(r"^careers/(?P<soc2020>[0-9]{1,6})/moves/$", OccupationMoves.as_view(), name="occupation-moves"),
    re_path(
        r"^careers/(?P<soc2020>[0-9]{1,6})-(?P<slug>[-\w]+)/$", OccupationDetail.as_view(), name="occupation-titled"
    ),
]
