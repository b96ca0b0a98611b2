"""What a city authors: a folder of YAML and data files, read into one `Pack` or refused with every fault in it.

1. *Files* (`folder`). A pack is a mapping of paths to bytes, whether it came from a folder, an upload or the database.
   What any pack may be at most is bounded here.
2. *Values* (`model`, `slides`, `values`). The types say what can be written: the city, its displays, playlists and
   campaigns, and the slides. They also say what each word means: which displays a tag chooses, until when a campaign
   runs, in which languages a slide is complete. Every mistake of a type is one sentence with its path, for instance
   `campaigns.yaml:$.campaigns[2].from`.
3. *Parsing* (`parse`). Each file is read by itself, so that all mistakes are told at once. A file that changes is the
   only one to be read again.
4. *References* (`references`). Then the parts are held against each other: a playlist names slides that there are, a
   display speaks languages of its city, minimums of airtime leave some to share.

A pack that was parsed is immutable. Whether it may be published is decided by the gate (`checks`), what its data say by
the readers and slides, and when it plays by `publication` and `schedule`. A sample pack can be moved to another day
(`sample`).
"""
