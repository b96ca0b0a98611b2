"""From a pack to the manifests that displays are told, in four steps.

1. *Plan* (`planner`). For each display: the campaigns that are meant for it, the languages and seconds of each slide,
   and the instants at which slides and campaigns open and end, on the display's clock. A slide that lives in phases
   (announced, open, result) becomes one item for each phase.
2. *Edition* (`edition`). A slide in one language and one format (size in pixels, reading distance, theme) is composed
   to a *job*: plain data whose key names the frame that is drawn of it. Equal jobs have equal keys, so displays share
   frames. Displays that are told alike are a *group*. An edition has the group of each display, what each group plays,
   the keys of the frames that it needs, and all jobs. The compiler remembers the edition before, and after an edit of
   one slide it composes only that slide.
3. *Manifests* (`manifests`). When all jobs are drawn and stored, the programme of a group holds its plan, and names the
   file of each frame and the size of each file. The manifest of a display names the programme of its group.
4. *Issue* (`issue`). A manifest is issued when it differs from the one that was last issued to its display, or when
   that one is valid for less than 7 more days. It gets the next version and its dates, and is signed.

What a display would be told otherwise than before can be seen without issuing anything (`differences`).

Nothing in this room draws, stores or sends. The server does, and it hands in the function that signs.
"""
