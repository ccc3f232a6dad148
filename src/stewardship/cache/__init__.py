"""What was read and judged before: facts and places, never a verdict, nothing that runs."""
