"""API of labour-market information."""

from django.urls import URLPattern, URLResolver, path

from lmi.api import areas, occupation, occupations, search, slices

urlpatterns: list[URLPattern | URLResolver] = [
    path("occupations/", occupations.OccupationList.as_view(), name="occupation-list"),
    path("occupations/<str:soc2020>/", occupation.OccupationDetail.as_view(), name="occupation-detail"),
    path("occupations/<str:soc2020>/pay/", occupation.OccupationPay.as_view(), name="occupation-pay"),
    path(
        "occupations/<str:soc2020>/employment/",
        occupation.OccupationEmployment.as_view(),
        name="occupation-employment",
    ),
    path("occupations/<str:soc2020>/outlook/", occupation.OccupationOutlook.as_view(), name="occupation-outlook"),
    path("occupations/<str:soc2020>/adverts/", occupation.OccupationAdverts.as_view(), name="occupation-adverts"),
    path("occupations/<str:soc2020>/titles/", occupation.OccupationTitles.as_view(), name="occupation-titles"),
    path("occupations/<str:soc2020>/related/", occupation.OccupationRelated.as_view(), name="occupation-related"),
    path("compare/", occupations.Compare.as_view(), name="compare"),
    path("areas/", areas.AreaList.as_view(), name="area-list"),
    path("areas/<str:code>/", areas.AreaDetail.as_view(), name="area-detail"),
    path("areas/<str:code>/work/", areas.AreaWork.as_view(), name="area-work"),
    path("areas/<str:code>/outlook/", areas.AreaOutlook.as_view(), name="area-outlook"),
    path("lmi/pay/", slices.PaySlice.as_view(), name="lmi-pay"),
    path("lmi/employment/", slices.EmploymentSlice.as_view(), name="lmi-employment"),
    path("lmi/outlook/", slices.OutlookSlice.as_view(), name="lmi-outlook"),
    path("lmi/adverts/", slices.AdvertSlice.as_view(), name="lmi-adverts"),
    *search.urlpatterns,
]
