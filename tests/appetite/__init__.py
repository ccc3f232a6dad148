"""The risk appetite and the logs of human reviews, as their users meet them."""
