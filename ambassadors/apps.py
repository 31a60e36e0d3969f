"""App configuration of ambassadors."""

from django.apps import AppConfig


class AmbassadorsConfig(AppConfig):
    """One scheme of STEM Ambassadors, with quality assurance."""

    name = "ambassadors"

    def ready(self) -> None:
        """Declare what is personal."""
        from ambassadors.personal import declare

        declare()
