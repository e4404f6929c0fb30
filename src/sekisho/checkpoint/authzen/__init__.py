"""OpenID AuthZEN Authorization API 1.0: how other programs ask the checkpoint.

``asking`` reads what is sent, ``boxcar`` and ``searching`` are the two larger questions, ``door``
is the WSGI application. Who decides is handed in (``Decider``): a store of entities with Cedar
policies, or the registers.
"""
