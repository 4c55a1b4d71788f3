"""Pictures in one style and one palette."""
