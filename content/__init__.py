"""The domain: what is shown, where, when, on the wire, and how it looks. No network, no window, no database."""
