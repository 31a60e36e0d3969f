"""The curators' screens about ambassadors' stories."""
