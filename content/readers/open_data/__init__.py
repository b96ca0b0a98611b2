"""Open data: portals and their tables, timetables, shared bicycles, places."""
