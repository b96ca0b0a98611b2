"""Sources: open data, budgets, calls and calendars of others become files of the city's pack.

A source passes four steps. `egress` fetches it, from allowed hosts of the public internet only (`addresses`). `jail`
starts a child process that has given up network, files and programs (`child`), in which an importer of
`content.imports` reads it; the importer asks for further addresses by messages (`protocol`), and `jail` decides what it
gets. `merge` puts the files that the importer answers with into the pack, and keeps what a person wrote. `importing`
publishes the result, which the gate judges as it judges every change.

A source of a feed takes the same way on a timetable (`feeds`), a file of a person from the command line
(`handed_over`). `links` uses the same way out to ask whether the addresses on slides answer.
"""
