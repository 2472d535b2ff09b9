"""The bundled Warwickshire pack: its sums, its map, its sources, and that the scripts still make it."""
