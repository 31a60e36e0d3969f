"""The stewards' screens at the desk: editions of the publishers' figures."""
