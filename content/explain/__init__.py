"""Why a display shows what it shows, in sentences.

An explanation has three layers, each in a module of its own.

1. *What is so* (`state`). At an instant each campaign of the plan is in one state: it plays; it is masked by campaigns
   of a higher priority; it runs but is empty, as none of its slides is open; or it waits for its day or hour. The
   states are found by asking the schedule that plays when each campaign is ready, up to a year ahead, from one change
   to the next (`schedule.readiness`).
2. *What is said of it* (`explanation`). There is a sentence about the slide that shows, one for each campaign of the
   pack, and one about what comes next. A campaign that is not in the plan is not for this display; one that never runs
   again is over. Of a campaign that plays it is said which part of the airtime it gets, and whether a civic minimum
   gives or takes some; of one that is masked, by whom and until when, and by whom then; of one that waits, when it
   starts.
3. *In which words* (`sentences`). One table has every phrase in English and Romanian. Times are on the display's clock,
   and a time that the clocks skip or show twice is said to be one.

For example: “navetisti” (priority 5) is masked by “targ” (priority 9) until 09:30, when its hours end; it plays next at
16:00.
"""
