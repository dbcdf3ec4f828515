"""The bank that carries out payments: the file it gets, the file it answers with."""
