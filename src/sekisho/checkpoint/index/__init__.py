"""What decisions are made from: the facts of the registers, held in memory and kept up to date.

``facts`` are the shapes, ``loading`` reads them, ``index`` holds them, ``following`` applies what
the ledger says has changed. Days are ordinals and moments are seconds, since both are only compared.
"""
