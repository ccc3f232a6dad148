"""What is still to be patched, by whom and until when, and what was mended: for people to look at.

``items`` lists what is open, ``gone`` what the history of reports had and has no more, ``trend``
holds two backlogs against each other, ``as_data`` is the JSON of ``backlog-1.schema.json``.
"""
