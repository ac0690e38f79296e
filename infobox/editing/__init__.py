"""Updating a page's infobox to match a record: what is equal stays, and what differs is written in the style of its neighbours."""
