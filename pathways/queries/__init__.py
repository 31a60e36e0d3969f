"""Typed reads of routes, standards, qualifications, subjects and providers; pages, API and exports call these."""
