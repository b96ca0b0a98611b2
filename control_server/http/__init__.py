"""The API: routes' handlers, what all answers share, who may ask."""
