"""A question to a Query: spelling, lay words, subject, follow-ups. Every step stays visible."""
