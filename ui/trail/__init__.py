"""The audit trail on screen: who did what, who looked at a patient."""
