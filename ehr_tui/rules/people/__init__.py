"""Rules about records of people: where somebody stands, who may be there twice, what has no purpose left."""
