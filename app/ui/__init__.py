"""The screens: Flet components that show what the services tell and call what the services do."""
