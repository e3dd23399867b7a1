"""The laboratory on screen: worklist, results, orders, register."""
