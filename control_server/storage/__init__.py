"""What the server keeps: the database, assets by digest, pictures of the glass, keys."""
