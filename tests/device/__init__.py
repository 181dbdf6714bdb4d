"""Tests of the device services."""
