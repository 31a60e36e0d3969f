"""App configuration of lmi."""

from django.apps import AppConfig


class LmiConfig(AppConfig):
    """Labour-market information."""

    name = "lmi"

    def ready(self) -> None:
        """Make this package's importers known to the pipeline."""
        from lmi.importers import register_all

        register_all()
