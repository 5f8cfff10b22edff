"""The steps from an empty database to the newest one; each is never changed once released."""
