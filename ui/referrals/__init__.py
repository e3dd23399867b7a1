"""Referrals on screen: the letter as a side page of the visit, the list, the answer that came back."""
