"""What people may see of the audit trail: who did what, who looked at a patient, refusals, exports."""
