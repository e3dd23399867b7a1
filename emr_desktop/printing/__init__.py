"""Paper through reportlab: data in, bytes out."""
