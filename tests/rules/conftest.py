"""Laws are searched for exceptions, not timed: the machine may be busy with something else."""

from hypothesis import HealthCheck, settings

settings.register_profile("forum", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("forum")
