"""From the bytes of a city's files to typed figures: budgets (`budget`) and tidy open data (`table`)."""
