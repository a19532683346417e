"""What the candidate is told: results, and the one room that turns them into words."""
