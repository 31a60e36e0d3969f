"""App configuration of portal."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The portal package."""

    name = "portal"

    def ready(self) -> None:
        """Name the addresses that our own templates link to."""
        from foundation import link_checks
        from portal import published

        link_checks.register("portal", published.addresses)
