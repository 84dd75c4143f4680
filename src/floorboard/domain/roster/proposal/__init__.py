"""A month's roster proposed: the problem, its rules, and what solves it."""
