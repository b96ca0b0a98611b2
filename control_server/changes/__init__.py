"""Changes on their way to the glass: who may take which step, and what each would do."""
