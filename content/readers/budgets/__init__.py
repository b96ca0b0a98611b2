"""A city's budget: its own files, the Ministry's execution, fiscal data packages; as figures that add up."""
