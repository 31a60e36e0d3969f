"""Tables of figures as they stand on a page and as files to take away, with their sources inside."""

from portal.exports.files import FORMATS, About, file_response
from portal.exports.table import FactColumn, FactRow, FactTable

__all__ = ["FORMATS", "About", "FactColumn", "FactRow", "FactTable", "file_response"]
