"""How fast it is, against a bare baseline measured in the same run (`make bench`); nothing asserts a time."""
