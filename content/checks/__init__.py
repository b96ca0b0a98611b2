"""The gate of every publication: rules about what is written (`written`), and about what will play of it (`coming`).

A rule is a generator of `Fault`s. It is given one of three things: the whole pack (`subject.Subject`), what comes on
the displays in the next 30 days (`coming.coming.Coming`), or a pack and one composed frame. `registry` gives each rule
its code, its level and its reason, and `gate` runs them. No rule asks which kind a slide is: it asks the slide
(`pack.slide.Slide`).
"""
