"""Who has to look at a change, and whether they did."""
