"""One rule per file; the docstring of a file is the documentation of its rule."""
