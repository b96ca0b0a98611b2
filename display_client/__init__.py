"""The player: the agent fills the store, the screen shows the store, the supervisor keeps both alive."""
