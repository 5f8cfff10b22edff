"""The parts of the planning desk."""
