"""The patching pack and the backlog, on repositories with a history."""
