"""The policy packs: data, one YAML file each. This folder holds no modules."""
