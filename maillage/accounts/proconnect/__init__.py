"""ProConnect, the State's sign-in for professionals: how it is reached, what its answers are worth, who comes back."""
