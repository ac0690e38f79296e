"""Measurements: each module prints figures, as ratios where they are times, because machines differ and are noisy."""
