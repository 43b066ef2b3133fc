"""The portal for programs: JSON by token, under the same access functions and services as the pages."""
