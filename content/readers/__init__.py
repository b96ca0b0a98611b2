"""From the bytes of a source to typed values: `files`, then `budgets`, `open_data` and `calls`."""
