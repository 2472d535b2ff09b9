"""Coverage measures, the map page that opens without a network, and its picture for papers."""
