"""Taking courses: the list, the chapters, the test; by signing in, or by a supplier's link."""
