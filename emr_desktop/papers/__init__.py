"""Papers made out to a patient: sick sheets with their copies, the paper size in use, the trail of prints."""
