"""The wall: pages in Romanian on which people see what every display shows, now or at another time, and why.

`pages` answers requests and gathers the values of a page, `html` makes the page of a template, `wording` has the words.
`next_hour`, `preview` and `nobreak` each work out one part of a page.
"""
