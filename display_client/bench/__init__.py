"""What a display measures of itself."""
