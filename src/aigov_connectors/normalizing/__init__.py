"""What all normalizers share: one setting as it was sent, and who changed it."""
