"""The baseline: a plain Django REST framework view of the same rows, beside our own addresses in one application."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import include, path
from rest_framework import generics, pagination, serializers

from foundation.access import PUBLIC_FACTS
from lmi.models import PayFigure


class PlainSerializer(serializers.ModelSerializer[PayFigure]):
    """Every column, as it is."""

    class Meta:
        model = PayFigure
        fields = "__all__"


class PlainPages(pagination.PageNumberPagination):
    """Pages of a hundred, as the slice has them."""

    page_size = 100


class PlainPay(generics.ListAPIView[PayFigure]):
    """What one writes first: a queryset, a serializer, a page."""

    access = PUBLIC_FACTS
    schema = None
    serializer_class = PlainSerializer
    pagination_class = PlainPages

    def get_queryset(self) -> QuerySet[Any]:
        """Rows of one group, in the order of the slice."""
        rows = PayFigure.objects.filter(soc2020_id=self.request.GET["soc2020"])
        return rows.order_by("area_id", "year", "measure", "sex", "hours", "age", "release_id")


urlpatterns = [path("bench/plain/", PlainPay.as_view()), path("", include("portal.urls"))]
