"""Management of pathways."""
