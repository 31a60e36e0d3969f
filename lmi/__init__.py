"""Labour-market information: occupations, job titles, areas, industries and the figures about them."""
