"""Typed reads of labour-market information; pages, API and exports all call these."""
