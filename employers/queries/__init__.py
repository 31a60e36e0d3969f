"""What readers are told of employers: the directory, role profiles, and what employers state they prefer."""
