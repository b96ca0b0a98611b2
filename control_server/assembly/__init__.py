"""The handlers put together: pages of the studio, operations of the API that do the same, and what both stand on.

Every handler gets the parts it needs, and is complete when it is constructed.
"""
