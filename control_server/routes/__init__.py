"""Every address of the server, with the right it needs: one table for each room."""
