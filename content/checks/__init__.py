"""The gate of every publication: rules about what is written, and about what will play of it."""
