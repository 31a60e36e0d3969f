"""The employers' desk: pages on which an employer's members write and follow what they publish."""
