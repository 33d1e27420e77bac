"""Street counts: one night, sectors, teams on their phones, what they saw, how far it can be trusted. Nobody is named."""
