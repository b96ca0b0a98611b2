"""SMIL 3.0 as signage players use it, in the words of a pack."""
