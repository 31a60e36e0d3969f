"""What is written of accounts: organisations, their proofs, members, people, tokens and reports."""
