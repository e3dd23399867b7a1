"""The guided first visit of a training facility: steps that stand beside the real screens."""
