"""The HDU: its data template, behind the health information mediator."""
