"""Bringing a page's infobox up to a record: what is alike stays, what differs is written in the style of its neighbours."""
