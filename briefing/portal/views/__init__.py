"""Pages: find the object by its access function, call a service or a selector, answer."""
