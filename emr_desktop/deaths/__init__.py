"""Deaths of patients, here and elsewhere."""
