"""Numbered scripts that bring an older file up to date; each holds its own frozen schema."""
