"""The other side of the city's own sign-in: npm's `oidc-provider` as a process of its own."""
