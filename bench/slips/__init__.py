"""The slips that editors make in an infobox, one generator per kind: `KINDS` by name, in the order of the table."""

from bench.slips import brackets, edits, figures, links, lists, parameters, people, quotes, sides, tags, templates, times, values
from bench.slips.places import KINDS, Kind, Site, Slip

__all__ = [
    "KINDS",
    "Kind",
    "Site",
    "Slip",
    "brackets",
    "edits",
    "figures",
    "links",
    "lists",
    "parameters",
    "people",
    "quotes",
    "sides",
    "tags",
    "templates",
    "times",
    "values",
]
