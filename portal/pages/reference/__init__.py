"""Reference pages, open to all: levels, standards, T Levels, qualifications, subjects and providers."""
