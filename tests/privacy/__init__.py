"""Privacy, training and audits on real repositories."""
