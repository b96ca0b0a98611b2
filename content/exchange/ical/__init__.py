"""iCalendar (RFC 5545): calendars in, the plan of a display out."""
