"""Screenshots of the guides of `docs/guides/usagers`, taken while somebody does what the guides say, in a real browser."""
