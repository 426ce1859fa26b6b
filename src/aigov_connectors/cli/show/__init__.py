"""What people see: pure functions from an inventory and its assessment to things to print."""
