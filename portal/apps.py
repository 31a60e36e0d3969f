"""App configuration of portal."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The portal package."""

    name = "portal"

    def ready(self) -> None:
        """Name the addresses that our own templates link to, and what readers can report of employers."""
        from foundation import link_checks
        from portal import published, reportable

        link_checks.register("portal", published.addresses)
        reportable.register()
