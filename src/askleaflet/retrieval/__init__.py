"""Searching: a seam one method wide, and the engines behind it."""
