"""Every address of the site."""

from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls

from portal import api
from portal.pages import health
from portal.pages.educators import urls as educators
from portal.pages.employers import urls as employers
from portal.pages.open import urls as open_pages
from portal.pages.students import urls as students

urlpatterns = [
    path("", include((open_pages.urlpatterns, "open"))),
    path("students/", include((students.urlpatterns, "students"))),
    path("educators/", include((educators.urlpatterns, "educators"))),
    path("employers/", include((employers.urlpatterns, "employers"))),
    path("api/v1/", include((api.urlpatterns, "api"))),
    path("api/schema/", api.Schema.as_view(), name="schema"),
    path("api/docs/", api.Docs.as_view(), name="api-docs"),
    path("cms/", include(wagtailadmin_urls)),
    path("health/", health.health, name="health"),
]

handler400 = "portal.pages.errors.bad_request"
handler403 = "portal.pages.errors.forbidden"
handler404 = "portal.pages.errors.not_found"
handler500 = "portal.pages.errors.server_error"
