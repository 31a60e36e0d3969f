"""What every room stands on: access declaration, outbox, job leases, problem+json, personal-data registry."""
