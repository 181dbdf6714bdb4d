"""Infusion Companion: a patient's companion through a course of ketamine infusions."""
