"""Why a display shows what it shows: the state of each campaign, and the sentences that say it."""
