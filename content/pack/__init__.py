"""What a city authors: its values and slides, how YAML becomes them, and whether the parts of a pack fit together."""
