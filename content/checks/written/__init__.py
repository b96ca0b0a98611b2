"""Rules about what people wrote, and about the frames composed of it."""
