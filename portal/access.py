"""Access of third-party views, declared by address prefix."""

from dataclasses import replace

from foundation.access import PUBLIC_FACTS, PUBLIC_UNCACHED, THIRD_PARTY, Access

PREFIXES: dict[str, Access] = {
    # The first that fits counts: whoever has no second step may still sign out.
    "/cms/logout/": THIRD_PARTY,
    # Wagtail guards each of its views by the desk permissions of accounts.roles.
    "/cms/": replace(THIRD_PARTY, two_step=True),
    "/api/schema/": PUBLIC_FACTS,
    "/api/docs/": PUBLIC_FACTS,
    "/health/": PUBLIC_UNCACHED,
    "/static/": PUBLIC_FACTS,
}
