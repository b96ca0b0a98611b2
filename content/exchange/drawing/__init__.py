"""The plan of a display as a drawing."""
