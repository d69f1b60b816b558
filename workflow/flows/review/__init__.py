"""What an editor looks at: one article in two languages, what there is to review, who said what.

Nothing here writes; :mod:`workflow.flows.approve` does. The page, ``review show`` and
``review log`` show the values that are made here.
"""
