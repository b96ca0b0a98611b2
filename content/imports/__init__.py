"""Sources into a pack: one importer for each kind of source, each a conversation that asks for addresses."""
