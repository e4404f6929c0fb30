"""Papers to print: each module declares one with ``@printed``; they are found by themselves."""
