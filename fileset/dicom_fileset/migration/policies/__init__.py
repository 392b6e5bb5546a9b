"""What files are to become: one transfer syntax, the smallest, or rules."""
