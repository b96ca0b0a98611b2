"""The program of a display: three processes that meet in one folder, the store.

1. The *supervisor* starts the other two and starts them again when they end or hang. It opens the glass first: the
   screen needs no network, so a display shows its last manifest a moment after the power comes back.
2. The *agent* hears of a manifest from the broker or asks the server for it. What `content.wire.trusted` accepts is
   fetched asset by asset, verified, and then written to the store's two slots. Until then the last one plays.
   `player` decides all of this as events in and effects out; `agent`, `broker_link` and `download` carry it out.
3. The *screen* looks at the store only. It believes the slots no more than the agent believed the wire: the signature
   is verified again. Which frame belongs on the glass now is a function of the manifest and the wall clock. What may
   take long or fail works beside the picture: plans in threads, decoders and live parts in a process of the painter.

What was on the glass goes back the same way: the screen writes plays to the journal and notes among the runtime files,
and the agent sends both. Whatever fails on the way is tried again with growing waits. A mistake in the program ends one
process, which the supervisor starts again; the picture stays, because each process can be missing for a while.
"""
