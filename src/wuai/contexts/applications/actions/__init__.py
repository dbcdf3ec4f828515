"""What people do with applications, one module a moment: draft, files, filing, work."""
