"""The control server: keeps the city's pack, renders, signs and publishes it, and shows what the displays show."""
