"""The part of SMIL 3.0 that signage playlists of town halls use, in the words of a pack."""
