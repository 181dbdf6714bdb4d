"""Tests of what leaves by hand."""
