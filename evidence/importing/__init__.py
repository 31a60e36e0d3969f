"""The one import pipeline: verify, parse, stage by COPY, compare, report, publish by pointer."""
