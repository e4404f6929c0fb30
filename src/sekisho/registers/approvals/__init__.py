"""The approval matrix (決裁権限表) and its runs: who decides what, in which order, and what if nobody does."""
