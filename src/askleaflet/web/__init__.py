"""The page: layout, style, small scripts, guard and server. No decisions are taken here.

Importing this package settles what Gradio may do before Gradio is imported: it reads these
variables once, and its defaults send usage figures, look for hubs and record every question.
"""

import os

os.environ.update(
    GRADIO_ANALYTICS_ENABLED="False",
    GRADIO_RUN_HISTORY="False",
    GRADIO_SSR_MODE="False",
    GRADIO_MCP_SERVER="False",
    GRADIO_NUM_PORTS="1",
    HF_HUB_OFFLINE="1",
    # Gradio makes a folder in this one when it starts, and no file comes in or goes out here. It is
    # there already, so that none is needed that can be written, and none of somebody else is used.
    GRADIO_TEMP_DIR=os.path.join(os.path.dirname(__file__), "nothing"),
)
