"""Template loading: our engine sees our own templates only, so that third parties' pages never mix in."""

from pathlib import Path

from django.template import engines
from django.template.loaders.app_directories import Loader as AppDirectoriesLoader
from django_cotton.cotton_loader import Loader


class OwnTemplatesLoader(Loader):
    """Cotton's loader limited to the engine's own folders."""

    def get_dirs(self) -> list[str]:
        """Only `templates/`; Wagtail's templates belong to the other engine."""
        return list(self.engine.dirs)


class StaffTemplatesLoader(AppDirectoriesLoader):
    """Templates of installed apps for the desk, without those of django-allauth: its pages are ours to write.

    A page of its that we forgot fails loudly instead of showing stock text (which also fails axe).
    """

    def get_dirs(self) -> list[str | Path]:
        """The apps' folders but for django-allauth's, then ours, where desk/ extends Wagtail's."""
        apps = [Path(folder) for folder in super().get_dirs() if "allauth" not in Path(folder).parts]
        return [*apps, *(Path(folder) for folder in engines["django"].dirs)]
