"""What this program is made of, and under which licences."""
