"""A conversation: the agent's inputs go in, the customer's turns come out, all of it is logged."""
