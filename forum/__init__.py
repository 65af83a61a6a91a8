"""Musyawarah: public consultations in which every contribution gets an answer."""
