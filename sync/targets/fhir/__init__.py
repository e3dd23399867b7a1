"""FHIR R4: transaction bundles of patient records."""
