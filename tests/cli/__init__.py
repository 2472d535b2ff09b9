"""Claims about the command line, on the made-up council."""
