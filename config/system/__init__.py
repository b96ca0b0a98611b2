"""The machine a program runs on: files written durably, child processes, confinement, logs, MQTT, waits."""
