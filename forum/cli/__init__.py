"""The commands of `forum`, one module each."""
