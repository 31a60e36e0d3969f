"""Addresses of the students' side."""

from django.urls import URLPattern, URLResolver, path, re_path

from portal.pages.students.careers import GroupDetail, OccupationList, StudentsHome
from portal.pages.students.occupation import OccupationDetail

urlpatterns: list[URLPattern | URLResolver] = [
    path("", StudentsHome.as_view(), name="home"),
    path("careers/", OccupationList.as_view(), name="occupation-list"),
    re_path(r"^careers/groups/(?P<code>[1-9][0-9]{0,3})/$", GroupDetail.as_view(), name="group-detail"),
    re_path(r"^careers/(?P<soc2020>[0-9]{1,6})/$", OccupationDetail.as_view(), name="occupation-detail"),
    re_path(
        r"^careers/(?P<soc2020>[0-9]{1,6})-(?P<slug>[-\w]+)/$", OccupationDetail.as_view(), name="occupation-titled"
    ),
]
