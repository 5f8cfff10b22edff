"""The situations: schemas and library of scenarios. No engines live here."""
