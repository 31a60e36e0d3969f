"""Money along a route and money of taking on an apprentice: dated rules, assumptions and what follows from them."""
