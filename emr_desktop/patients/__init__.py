"""Patients: registering, finding, telling apart."""
