"""The public record: one entry for every act, without personal data."""
