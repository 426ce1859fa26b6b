"""ConnectWise's products, each a vendor of its own: nothing joins them."""
