"""What given files really are, what is kept of them, and under which names. Knows no rows."""
