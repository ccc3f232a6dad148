"""The commands of ``steward owners``."""
