"""What a person may confirm: clients that may be one, and what a client's context may be."""
