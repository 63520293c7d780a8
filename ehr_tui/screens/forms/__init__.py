"""What record forms are made of."""
