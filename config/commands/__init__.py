"""The console script, and the commands that need no server."""
