"""SCIM 2.0 (RFC 7643, 7644): a directory keeps people, their accounts and their units here.

``door`` lets a request in, ``dialect`` reads what directories really send, ``shapes`` are the
resources, ``users`` and ``groups`` lead from records to resources and back, ``search`` turns
filters into SQL. The protocol itself is scim2-server's.
"""
