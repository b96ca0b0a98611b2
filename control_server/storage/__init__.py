"""What the server keeps: the database, assets by digest, keys."""
