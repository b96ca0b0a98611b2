"""The displays as the server knows them: the broker, what they say, what they are told."""
