"""The parts that more than one screen is made of."""
