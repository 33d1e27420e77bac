"""What territories say on the double grid, consolidated into a synthesis whose every sentence has its sources."""
