"""What developers run. It is not in the wheel."""
