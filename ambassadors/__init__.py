"""STEM Ambassadors: schemes, vetting, offers, requests, visits, feedback, quality assurance."""
