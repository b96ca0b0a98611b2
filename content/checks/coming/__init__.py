"""Rules about what will play in the next 30 days: a module a rule, all given the same `coming.Coming`."""
