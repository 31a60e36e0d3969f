"""Models of labour-market information, one file a subject."""

from lmi.models.areas import Area, AreaMembership, Industry, Outcode, PlaceName
from lmi.models.demand import DemandBand, DemandFigure, UnemploymentFigure
from lmi.models.figures import (
    AdvertFigure,
    EmploymentFigure,
    OutlookFigure,
    PayFigure,
)
from lmi.models.notes import OccupationNote, Synonym
from lmi.models.occupations import IscoLink, JobTitle, OccupationGroup, RelatedOccupation, Soc2010Link
from lmi.models.search import NameKind, SearchName, SearchPhrase, SearchWord

__all__ = [
    "AdvertFigure",
    "Area",
    "AreaMembership",
    "DemandBand",
    "DemandFigure",
    "EmploymentFigure",
    "Industry",
    "IscoLink",
    "JobTitle",
    "NameKind",
    "OccupationGroup",
    "OccupationNote",
    "Outcode",
    "OutlookFigure",
    "PayFigure",
    "PlaceName",
    "RelatedOccupation",
    "SearchName",
    "SearchPhrase",
    "SearchWord",
    "Soc2010Link",
    "Synonym",
    "UnemploymentFigure",
]
