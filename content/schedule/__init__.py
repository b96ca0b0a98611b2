"""What a display shows when: a pure function of its plan and the wall clock.

A *plan* has items (slides with a turn of some seconds in each of their languages), entries (campaigns that list slides)
and the display's opening hours. Nothing else is known and nothing is stored. So a display that was restarted goes on
in the middle of a slide, and two displays with equal entries show the same slide at the same second. From plan to glass
there are seven steps, each in a module of its own.

1. *Who runs* (`days`, `recurrence`). A campaign runs at an instant that lies within its dates, on a day on which it
   recurs, in one of its dayparts. A daypart over midnight belongs to the day on which it starts. Local times become
   instants by RFC 5545: one that the clocks skip is read with the offset before, one that they repeat is the first.
2. *Who is ready.* A campaign is ready when it runs and one of its slides is open. A slide is open from `opens` until
   just before `ends`, to the second.
3. *Who plays* (`active`). Of the campaigns that are ready, those of the highest priority play together. They are the
   *active set*: each campaign with its share and its open slides. All others are masked. An empty set is the neutral
   card.
4. *With what weight* (`shares`). A campaign's part of the airtime is its share among the shares of the set. Where a
   kind of slide thereby gets less than the city's civic minimum, campaigns are split by kind, slides of that kind weigh
   more, and the others less in proportion.
5. *In what order* (`fair_queue`, `loops`). Of the campaigns that are not ahead of their part, the next turn is that of
   the one that would soonest be a whole slide behind. This is the fair queue WF²Q (Bennett & Zhang 1996): at every
   moment each campaign is within one slide of its part. Within a campaign, slides come in loops in the order of the
   playlist, each as often as it has languages. No slide comes twice in a row while another may go first. A slide takes
   the language that was not just seen, then the one of which its campaign has most turns left, then the one not seen
   for longest.
6. *Since when* (`rotation`, `resolve`). The order of turns is worked out from second 0, which is the local midnight or
   the last change of the active set. Where it stands now is therefore the time since then. `phase` adds seconds to it.
7. *Whether it is seen.* Opening hours are a mask: outside them the display is off while the rotation goes on unseen.

For example, budgets have share 2 and calls share 1, on a display that is on from 6 to 22; on Mondays from 7:30 to 8:00
a warning of snow has a higher priority. Every turn takes 10 seconds.

>>> from datetime import datetime, timedelta
>>> from content.schedule.plan import Entry, Item, Plan, Turn, Window
>>> from content.schedule.resolve import timeline
>>> def item(kind, *langs):
...     return Item(kind=kind, turns=tuple(Turn(lang=lang, seconds=10) for lang in langs))
>>> plan = Plan(
...     timezone="Europe/Bucharest",
...     hours=(Window(days=(0, 1, 2, 3, 4, 5, 6), start=6 * 60, end=22 * 60),),
...     items={
...         "spending": item("budget", "ro", "en"),
...         "revenue": item("budget", "ro"),
...         "street": item("consultation", "ro"),
...         "snow": item("notice", "ro"),
...     },
...     entries=(
...         Entry(campaign="budgets", share=2, slides=("spending", "revenue")),
...         Entry(campaign="calls", share=1, slides=("street",)),
...         Entry(campaign="snow", priority=5, slides=("snow",), dayparts=(Window(days=(0,), start=450, end=480),)),
...     ),
... )
>>> def shown(plan, clock, seconds):
...     start = datetime.fromisoformat(f"2026-11-30T{clock}+02:00")  # a Monday
...     showings = timeline(plan, start, start + timedelta(seconds=seconds))
...     return " ".join(f"{each.slide}-{each.lang}" if each.slide else each.state for each in showings)

Budgets have two turns of three, calls the third. Spending is seen in both of its languages before either comes again;
of the two it takes English after a page in Romanian:

>>> shown(plan, "08:00:00", 60)
'spending-ro street-ro revenue-ro spending-en street-ro revenue-ro'
>>> shown(plan, "08:01:00", 60)
'spending-en street-ro revenue-ro spending-ro street-ro revenue-ro'

The snow takes over at 7:30. At 8:00 the set is again what it was before, and its rotation begins anew:

>>> shown(plan, "07:29:50", 20), shown(plan, "07:59:50", 20)
('revenue-ro snow-ro', 'snow-ro spending-ro')

At 22:00 the display goes off:

>>> shown(plan, "21:59:50", 20)
'revenue-ro off'

The city asks for half of the airtime for consultations. They had a third, so now they have every other turn:

>>> import msgspec
>>> asked = msgspec.structs.replace(plan, minimums={"consultation": 0.5})
>>> shown(asked, "08:00:00", 60)
'spending-ro street-ro revenue-ro street-ro spending-en street-ro'
"""
