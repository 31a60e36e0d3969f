"""Every address of the site."""

from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls

from portal import api
from portal.pages import health, pictures
from portal.pages.account import reports, urls_organisations
from portal.pages.account import urls as account
from portal.pages.ambassadors import urls as ambassadors
from portal.pages.ambassadors.coordinate import urls as coordinate
from portal.pages.ambassadors.offers import urls as offers
from portal.pages.educators import urls as educators
from portal.pages.educators.ambassadors import urls as school_visits
from portal.pages.employers import urls as employers
from portal.pages.employers.desk import previews
from portal.pages.employers.desk import urls as desk
from portal.pages.open import urls as open_pages
from portal.pages.students import urls as students
from portal.pages.students.people import urls as people

urlpatterns = [
    path("ambassadors/coordinate/", include((coordinate.urlpatterns, "coordinate"))),
    path("ambassadors/", include((ambassadors.urlpatterns, "ambassadors"))),
    path("providers/offers/", include((offers.urlpatterns, "offers"))),
    path("providers/desk/", include((desk.provider_urlpatterns, "providers-desk"))),
    path("", include((open_pages.urlpatterns, "open"))),
    path("students/people/", include((people.urlpatterns, "people"))),
    path("students/", include((students.urlpatterns, "students"))),
    path("educators/ambassadors/", include((school_visits.urlpatterns, "school-visits"))),
    path("educators/encounter-offers/", include((offers.school_urlpatterns, "encounter-offers"))),
    path("educators/", include((educators.urlpatterns, "educators"))),
    path("employers/", include((employers.urlpatterns, "employers"))),
    path("api/v1/", include((api.urlpatterns, "api"))),
    path("api/schema/", api.Schema.as_view(), name="schema"),
    path("api/docs/", api.Docs.as_view(), name="api-docs"),
    path("account/", include((account.own_urlpatterns, "account"))),
    path("account/", include(account.urlpatterns)),
    path("account/organisations/", include((urls_organisations.urlpatterns, "organisations"))),
    path("report/", include((reports.urlpatterns, "reports"))),
    # The desk has no sign-in of its own: it would be a way round the second step.
    path("cms/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("cms/logout/", account.sign_out),
    path("cms/password_reset/", RedirectView.as_view(pattern_name="account_reset_password")),
    # Above the desk's own addresses, because it draws the students' pages, which domain rooms do not know.
    path("cms/submissions/<slug:kind>/<int:pk>/preview/", previews.ReviewPreview.as_view(), name="desk-review-preview"),
    path("cms/", include(wagtailadmin_urls)),
    re_path(r"^media/(?P<name>(?:logos|profiles|stories)/[\w.-]+\.webp)$", pictures.Picture.as_view(), name="picture"),
    path("health/", health.health, name="health"),
]

handler400 = "portal.pages.errors.bad_request"
handler403 = "portal.pages.errors.forbidden"
handler404 = "portal.pages.errors.not_found"
handler500 = "portal.pages.errors.server_error"
handler429 = "portal.pages.account.home.too_many"  # read by django-allauth
