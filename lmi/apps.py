"""App configuration of lmi."""

from django.apps import AppConfig

NOT_PERSONAL = (
    *("AdvertFigure", "Area", "AreaMembership", "DemandFigure", "EmploymentFigure", "Industry", "IscoLink"),
    *("JobTitle", "OccupationGroup", "OccupationNote", "OccupationNoteEvent", "Outcode", "OutlookFigure"),
    *(
        "PayFigure",
        "PlaceName",
        "RelatedOccupation",
        "SearchName",
        "SearchPhrase",
        "SearchWord",
        "Soc2010Link",
        "Synonym",
        "SynonymEvent",
    ),
    *("UnemploymentFigure",),
)


class LmiConfig(AppConfig):
    """Labour-market information."""

    name = "lmi"

    def ready(self) -> None:
        """Make importers known to the pipeline, keep index and notes fresh, declare that no model is personal."""
        from foundation.personal_data import declare_clean
        from lmi import notes_data
        from lmi.importers import register_all
        from lmi.search import hooks

        register_all()
        hooks.connect()
        notes_data.connect()
        # Statistics, classifications and words: nothing here is about a person who uses the site.
        # A new model must be named here or declare its personal fields.
        declare_clean(*(f"lmi.{name}" for name in NOT_PERSONAL))
        _register_queues()


def _register_queues() -> None:
    """The curators' queue of searches; imported late, since its screen imports Wagtail's models."""
    from datetime import timedelta

    from django.utils.translation import gettext_lazy as _

    from foundation.queues import Queue, register
    from lmi.desk import searches

    register(
        Queue(
            slug="lost-searches",
            title=_("Searches that found nothing"),
            description=_("Words typed twice or more in 90 days; a synonym makes the next search find something."),
            permission=searches.EDIT,
            address="desk-lost-searches",
            waiting=searches.searches_waiting,
            target=timedelta(days=30),
            position=210,
        )
    )
