"""These tests need more than the package does; they are collected only by ``make test-ecosystem``, which sets INFOBOX_ECOSYSTEM."""

import os

if not os.environ.get("INFOBOX_ECOSYSTEM"):
    collect_ignore_glob = ["test_*.py"]
