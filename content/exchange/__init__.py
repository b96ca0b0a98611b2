"""Schedules in the formats of others: what a display plays as a calendar (`feed`), others' plans as campaigns.

Whatever the other format says that a pack cannot, and the other way round, is a finding, never dropped in silence.
"""
