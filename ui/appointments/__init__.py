"""Appointments on screen: the return as a side page of the visit, lists at the reception, tracing."""
