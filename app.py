"""Serves the page: settings -> assistant -> page. ``askleaflet serve`` does the same."""

from askleaflet.start import page

if __name__ == "__main__":
    page()
