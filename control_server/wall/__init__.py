"""The wall: pages for people, every display live, Romanian."""
