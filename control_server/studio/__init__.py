"""The studio: the pages where staff change what is shown, and where it is reviewed and proved."""
