"""Rules about what will play in the next 30 days."""
