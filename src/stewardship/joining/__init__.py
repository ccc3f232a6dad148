"""From files to resources: who claims what, what speaks of one thing, all of it together."""
