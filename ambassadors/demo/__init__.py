"""The demo set of the ambassadors' scheme: invented people, schools, requests and visits, drawn with a fixed seed."""
