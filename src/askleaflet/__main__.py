"""``python -m askleaflet``."""

from askleaflet.cli import main

main()
