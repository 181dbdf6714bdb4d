"""What `flet build` makes of this project, with stand-ins for Flutter; and what of it starts on its own."""
