"""How a slide looks: `compose` turns authored values into a `job`, `drawing` draws a job with Typst.

One module and one template for each kind of slide; `kinds` lists them.
"""
