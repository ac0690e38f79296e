"""Measurements: each module prints figures. Times are printed as ratios, because machines differ and are noisy."""
