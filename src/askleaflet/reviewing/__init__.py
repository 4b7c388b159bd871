"""Reviewing, accepting and withdrawing leaflets: what stands between importing and serving."""
