"""A git repository seen safely: its program, its revisions, its trees, what is in its files."""
