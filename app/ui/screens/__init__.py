"""One screen a module: a component that returns a View, listed once in app.ui.routes."""
