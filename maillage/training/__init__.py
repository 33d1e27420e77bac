"""Continuing training: sessions shared between employers, the account of days, stakeholders of training."""
