"""What the server's side measures of itself."""
