"""What people are told, and the outbox of mail."""
