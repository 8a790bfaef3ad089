"""What each action of the one table does, by its id."""
