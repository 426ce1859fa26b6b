"""What all normalizers share: one setting as it was sent, who changed it, whom it calls."""
