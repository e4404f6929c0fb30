"""The rule table: what must hold before information is opened, gate by gate.

A rule looks at one ``Case`` and says nothing when it holds. Every rule is asked, so that a refusal
names all reasons at once. ``gates`` orders them, ``table`` lists them.
"""
