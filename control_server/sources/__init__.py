"""What comes in from outside: one way out to fetch it, one jail to read it in, and the timetable of feeds."""
