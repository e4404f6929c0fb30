"""Reviews of access rights: what is listed, who decides, what is recommended, and what is over.

``listing`` fills a review, ``advice`` recommends, ``deciding`` finds who decides, ``course`` is
what happens by the day: it starts, reminds, ends.
"""
