"""What the organization decided: configuration, modes, the files under ``.steward/``."""
