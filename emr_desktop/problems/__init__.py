"""The illnesses that stay with a patient from visit to visit."""
