"""Pure: the format-neutral tree of a briefing, and its composition for every edition."""
