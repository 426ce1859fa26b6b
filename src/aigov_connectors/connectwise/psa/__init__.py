"""ConnectWise PSA."""
