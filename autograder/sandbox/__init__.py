"""Where students' code runs: a warm kernel server inside bubblewrap, one set of namespaces each."""
