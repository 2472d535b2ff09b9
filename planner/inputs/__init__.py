"""Files to a Scenario: the only place where strangers' text becomes typed values."""
