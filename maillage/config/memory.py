"""What a process loads once stays: the collector stops walking through it.

A full collection took 170 ms with the application in memory, in the middle of somebody's page (`./run bench governance`).
"""

import gc


def keep_what_is_loaded() -> None:
    gc.collect()
    gc.freeze()
