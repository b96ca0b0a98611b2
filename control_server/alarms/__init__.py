"""Alarms: people are told, by e-mail or a webhook, when a screen does not do what it should, and when it does again.

1. *What is looked at* (`watch`). Each second the displays in trouble, by the rules of the wall; of a silent one its
   last word counts. While the server itself hears nothing, it says that, and nothing of its displays.
2. *Raised and cleared* (`rules`). Trouble of 45 s raises an alarm, two minutes without trouble clear it, so one that
   wavers raises one. What is raised within ten seconds is one message: people hear of a screen within a minute.
3. *Told* (`telling`, `ways`). An alarm and its message are one row of the same transaction; a message is tried until
   it is told, for a day. What is told twice, as the server ended in between, has the same id.
"""
