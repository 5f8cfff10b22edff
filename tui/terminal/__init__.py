"""Small widgets of text. Widths are counted in terminal cells: Chinese takes two."""
