"""The company's own policies: Cedar texts that forbid more than the rule table does.

``vocabulary``: what they may speak of. ``reading``: a text, checked and compiled. ``facts``: people,
information and records as Cedar entities. ``deciding``: what they say of one case; ``rows``: the
same of a list, in SQL. ``force``: those in force. ``trying``: what a draft would have changed.
"""
