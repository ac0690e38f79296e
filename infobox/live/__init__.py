"""Infoboxes where they live: pages of a wiki read, checked, fixed and watched by its API.

Needs the libraries requests and requests-sse: ``pip install 'infobox[live]'``. Nothing outside this room uses the network.
"""
