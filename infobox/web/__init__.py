"""A page in the browser where a pasted infobox is seen as it is understood, and an API: `infobox serve`, with the extra `web`."""
