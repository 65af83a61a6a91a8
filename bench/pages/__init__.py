"""Every page of the demonstration before the judges of the trade: Nu, axe, Lighthouse."""
