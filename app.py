"""Serves the page: settings -> assistant -> page. ``askleaflet serve`` does the same."""

from askleaflet.cli import fail, serve_page
from askleaflet.errors import AskLeafletError
from askleaflet.settings import read_settings

if __name__ == "__main__":
    try:
        serve_page(read_settings())
    except AskLeafletError as error:
        fail(str(error))
