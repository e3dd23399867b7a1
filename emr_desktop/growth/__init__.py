"""How a child grows: z-scores on the WHO standards, what they mean, and the curves they are drawn on."""
