"""What a display shows when: a pure function of its plan and the wall clock."""
