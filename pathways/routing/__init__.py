"""The route engine: stages, steps between them, and the best few distinct routes to an occupation."""
