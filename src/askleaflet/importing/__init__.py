"""Leaflets as they come: each format's module turns a file into blocks, one writes Markdown."""
