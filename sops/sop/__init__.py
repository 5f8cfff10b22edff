"""Standard operating procedures: their files, graph, path and lint (D1)."""
