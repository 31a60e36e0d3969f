"""Publishers' sources, their releases, import runs and the machinery that moves one into the other."""
