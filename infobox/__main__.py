"""``python -m infobox``."""

import sys

from infobox.cli import main

if __name__ == "__main__":  # worker processes of `infobox serve` import this module, too
    sys.exit(main())
