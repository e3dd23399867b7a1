"""What Qt needs between the windows and the clinic: tasks, messages, language, printing, the sync bridge."""
