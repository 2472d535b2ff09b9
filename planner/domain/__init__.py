"""What the words mean: frozen types in plain Python, no files, no solver."""
