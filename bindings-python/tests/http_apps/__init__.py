"""The application of tests/http in each framework, as its users would write it."""
