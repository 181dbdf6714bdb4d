"""Everything that touches the disk; it knows nothing of the app.

Start at `database.open_database`, then read and write frozen dataclasses through `table.Table`.
"""
