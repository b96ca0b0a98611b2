"""Rules about what people wrote, and about the pages composed of it."""
