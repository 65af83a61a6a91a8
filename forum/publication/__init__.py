"""The next version becomes the standard in force, with a summary anyone can check."""
