"""Checks of a prescription against what is known of the patient, and the dose to suggest."""
