"""Errands: long work that goes on without the page it was begun on, until it is done, cancelled or refused."""
