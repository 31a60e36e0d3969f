"""Readers of publishers' files, one module a source family; registered in loading order."""

from evidence.importing.registry import register


def register_all() -> None:
    """Make every importer of this package known to the pipeline."""
    from lmi.importers.areas import AreaRegister, CombinedAuthorityMembers, LsipMembers2023
    from lmi.importers.ashe_csv import AsheUnitGroups2025
    from lmi.importers.soc import Soc2020Structure
    from lmi.importers.titles import CodingIndex2020, RelatedTitles2020

    # Classifications and areas first: figures refer to them.
    register(Soc2020Structure())
    register(AreaRegister(), CombinedAuthorityMembers(), LsipMembers2023())
    register(CodingIndex2020(), RelatedTitles2020())
    register(AsheUnitGroups2025())
