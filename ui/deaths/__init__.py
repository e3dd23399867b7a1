"""Deaths on screen: a side page of the visit, and reporting one at the reception."""
