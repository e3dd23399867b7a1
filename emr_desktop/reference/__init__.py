"""Reference data of the clinic and its loaders: diagnoses, medicines, tests, payers."""
