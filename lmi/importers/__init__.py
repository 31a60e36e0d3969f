"""Readers of publishers' files, one module a source family; registered in loading order."""

from evidence.importing.registry import register


def register_all() -> None:
    """Make every importer of this package known to the pipeline."""
    from lmi.importers.adverts import TextkernelAdverts
    from lmi.importers.aps import ApsMinorByRegion, ApsUnitByIndustry
    from lmi.importers.aps_local import ApsSubMajorLocal
    from lmi.importers.areas import AreaRegister, CombinedAuthorityMembers, LsipMembers2023
    from lmi.importers.ashe_14 import AsheTable14
    from lmi.importers.ashe_20 import AsheTable20
    from lmi.importers.ashe_regions import AsheTable3, AsheTable15
    from lmi.importers.crosswalks import Isco08Links, Soc2010To2020
    from lmi.importers.industries import SicSections
    from lmi.importers.outcodes import OutcodeCentroids, PlaceNames
    from lmi.importers.outlook import SkillsImperative2035
    from lmi.importers.pending import (
        AsheTable15Full,
        CensusOccupationByArea,
        OccupationsInDemand,
        TextkernelByAuthority,
        UnemploymentByOccupation,
    )
    from lmi.importers.related import OnetRelated
    from lmi.importers.soc import Soc2020Structure
    from lmi.importers.titles import CodingIndex2020, RelatedTitles2020

    # Classifications and areas first: figures refer to them.
    register(Soc2020Structure())
    register(AreaRegister(), CombinedAuthorityMembers(), LsipMembers2023())
    register(OutcodeCentroids(), PlaceNames())
    register(SicSections())
    register(CodingIndex2020(), RelatedTitles2020())
    register(Soc2010To2020(), Isco08Links(), OnetRelated())
    register(AsheTable14(), AsheTable3(), AsheTable15(), AsheTable20())
    register(ApsUnitByIndustry(), ApsMinorByRegion(), ApsSubMajorLocal())
    register(SkillsImperative2035(), TextkernelAdverts())
    # Ready for publications that are not held: nothing of theirs is among the starter data.
    register(OccupationsInDemand(), AsheTable15Full(), TextkernelByAuthority())
    register(UnemploymentByOccupation(), CensusOccupationByArea())
