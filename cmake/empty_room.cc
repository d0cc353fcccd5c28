// A room that has no source of its own yet still is a library.
