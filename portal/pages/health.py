"""Whether the site can serve: database and cache answer."""

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, JsonResponse

from foundation.access import PUBLIC_UNCACHED, declares


@declares(PUBLIC_UNCACHED)
def health(request: HttpRequest) -> JsonResponse:
    """200 with {"status": "ok"} when ready; 503 naming what does not answer."""
    failing = [name for name, works in (("database", _database), ("cache", _cache)) if not works()]
    if failing:
        return JsonResponse({"status": "failing", "failing": failing}, status=503)
    return JsonResponse({"status": "ok"})


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return True
    except Exception:  # any failure means not ready
        return False


def _cache() -> bool:
    try:
        cache.set("health", "ok", 5)
        return bool(cache.get("health") == "ok")
    except Exception:  # any failure means not ready
        return False
