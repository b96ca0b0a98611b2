"""A changed pack becomes signed manifests: gated, drawn by workers, stored, announced."""
