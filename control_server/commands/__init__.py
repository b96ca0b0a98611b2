"""The commands of the server's side."""
