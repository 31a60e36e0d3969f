"""App configuration of pathways."""

from django.apps import AppConfig

NOT_PERSONAL = (
    *("AchievementRate", "CourseFamily", "DegreeSubject", "GraduateIndustry", "GraduateOutcome", "HecosSubject"),
    *("JobProfile", "Link", "LinkOverride", "LinkOverrideEvent", "MoneyRule", "OccupationCourse"),
    *("OccupationEntry", "OfferDate", "Provider", "ProviderDelivery", "ProviderStandard", "Qualification"),
    *("QualificationLevel", "QualificationType", "RegionStarts", "Registration", "RouteActivity", "RouteEarnings"),
    *("Specialism", "Standard", "StandardCode", "StandardRule", "SubjectCombination", "SubjectEntry", "TLevel"),
    *("TLevelOffer", "TLevelStatus", "TariffPoints"),
)


class PathwaysConfig(AppConfig):
    """Levels, qualifications, standards, providers and the routes between them."""

    name = "pathways"

    def ready(self) -> None:
        """Make importers known to the pipeline and declare that no model is personal."""
        from foundation import link_checks
        from foundation.personal_data import declare_clean
        from pathways import published
        from pathways.importers import register_all

        register_all()
        link_checks.register("pathways", published.addresses)
        # Published facts and our editors' statements: nothing here is about a person who uses the site.
        # A new model must be named here or declare its personal fields.
        declare_clean(*(f"pathways.{name}" for name in NOT_PERSONAL))
        _register_queues()


def _register_queues() -> None:
    """The curators' queue of links; imported late, since its screen imports Wagtail's models."""
    from datetime import timedelta

    from django.utils.translation import gettext_lazy as _

    from foundation.queues import Queue, register
    from pathways.desk import links

    register(
        Queue(
            slug="unsure-links",
            title=_("Links with low confidence"),
            description=_("Links between occupations, standards, T Levels and subjects that nobody has confirmed yet."),
            permission=links.DECIDE,
            address="desk-unsure-links",
            waiting=links.links_waiting,
            target=timedelta(days=90),
            position=200,
        )
    )
