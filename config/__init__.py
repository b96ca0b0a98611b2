"""What the two programs share of the machine they run on: settings, files written durably, the command line."""
