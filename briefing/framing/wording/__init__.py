"""The only place that makes the briefing's sentences: typed clauses, figures and fixed words."""
