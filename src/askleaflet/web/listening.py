"""Sockets that listen: before any leaflet is read, so that a taken port shows at once."""

from __future__ import annotations

import errno
import socket

from askleaflet.errors import SettingsError

# Connections that the system keeps until they are taken in.
QUEUED = 1_024


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens already: a taken port shows before any leaflet is read."""
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (OSError, UnicodeError) as error:
        raise SettingsError(
            f"The host '{host}' is not known. Set 'host' to an address of this machine, "
            "as 127.0.0.1."
        ) from error
    listening = socket.socket(family, kind, protocol)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(place)
        listening.listen(QUEUED)
    except OSError as error:
        listening.close()
        raise SettingsError(_why_not(error, host, port)) from error
    return listening


def _why_not(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} on {host} is taken. Stop the program that uses it, "
            "or choose another with --port."
        )
    if error.errno == errno.EACCES:
        return f"Port {port} needs rights that this user has not. Choose one from 1024 up."
    if error.errno == errno.EADDRNOTAVAIL:
        return f"This machine has no address {host}. Set 'host' to one that it has, as 127.0.0.1."
    return f"The page cannot listen on {host}, port {port} ({error.strerror}). Choose others."
