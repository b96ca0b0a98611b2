"""The benches of the server: reading, drawing, planning, and the way of a change to the glass."""
