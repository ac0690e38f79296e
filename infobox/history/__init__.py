"""How infoboxes changed from revision to revision: of exports with all revisions, and of pages of a wiki."""
