"""App configuration of employers."""

from django.apps import AppConfig


class EmployersConfig(AppConfig):
    """Employers' role profiles, preferences and opportunities."""

    name = "employers"

    def ready(self) -> None:
        """Declare what is personal."""
        from employers.personal import declare

        declare()
