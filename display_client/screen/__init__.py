"""The window: shows what the store says, by the wall clock. No network code."""
