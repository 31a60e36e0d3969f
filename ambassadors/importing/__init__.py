"""Reading other schemes' lists of people: tables, guessed columns and words, and each row checked."""
