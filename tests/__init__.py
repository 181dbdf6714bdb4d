"""Tests; the folders mirror app/ and storage/."""
