"""From a pack to what its displays are told: a plan for each, the frames it names, the manifest that is issued."""
