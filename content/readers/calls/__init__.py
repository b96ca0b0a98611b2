"""Calls to take part as other systems publish them: bytes in, `Call`s out, and what was left out with its reason.

A module a source. Decides what of a source is a call, what it says, and what about it a person must look at. Leaves out
fetching and turning calls into slides (`imports.consultations`), and any period counted from a law (`legal`).
"""
