"""System calls that fail, or during which the process is killed: strace injects that into real programs.

A program that has done everything but write is forked for each fault (`forks`), strace is attached, and it goes on:
the n-th `fsync`, say, finds no space left, or is the last thing that the process does. Afterwards the product's own
code opens what is there, and the checks of power cuts hold it against what was acknowledged. A run without a fault says
which calls there are (`calls`); what strace says of each run proves that the fault met one of them.
"""
