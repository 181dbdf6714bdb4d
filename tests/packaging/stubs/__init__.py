"""Stand-ins for Flutter's commands, run by `flet build` itself."""
