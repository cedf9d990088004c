"""Numbers about reviews: pure functions over plain values, each with the source of its definition.

An undefined number is `None`, never 0: nobody must read "nothing counted yet" as "nothing passed". Marks follow one
convention throughout: not applicable leaves numerator and denominator; cannot judge and no mark at all are *ungraded*.
"""
