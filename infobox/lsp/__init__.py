"""A language server: infoboxes in editors."""
