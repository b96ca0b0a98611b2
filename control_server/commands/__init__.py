"""The commands that need the server's packages: check, publish, provision, import, server and demo."""
