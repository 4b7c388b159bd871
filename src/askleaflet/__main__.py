"""``python -m askleaflet``."""

from askleaflet.start import main

main()
