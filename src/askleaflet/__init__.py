"""Ask the Leaflet: exact quotes from medicine leaflets, in answer to plain questions."""

import os

__version__ = "0.1.0"

# onnxruntime reports what it runs to its maker (since 1.29 on Linux, too: its pull request 27379),
# unless this is said before it is imported; it is read once.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
