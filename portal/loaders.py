"""Template loading: our engine sees our own templates only, so that third parties' pages never mix in."""

from django_cotton.cotton_loader import Loader


class OwnTemplatesLoader(Loader):
    """Cotton's loader limited to the engine's own folders."""

    def get_dirs(self) -> list[str]:
        """Only `templates/`; Wagtail's templates belong to the other engine."""
        return list(self.engine.dirs)
