"""App configuration of portal."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The portal package."""

    name = "portal"
