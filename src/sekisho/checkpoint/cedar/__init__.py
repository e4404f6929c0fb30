"""Cedar: the part of the language that can be decided in microseconds and told in words.

Scopes, conditions, the logical, comparing and reckoning operators, sets, records and entities
mean what they mean in Cedar (https://docs.cedarpolicy.com), down to which policies err. What is
left out (templates, tags, extension types) is refused when a text is read, never when asked.
"""
