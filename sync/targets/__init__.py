"""The systems that data goes to, one package each: a pure mapping and a client."""
