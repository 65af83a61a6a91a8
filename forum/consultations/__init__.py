"""A draft open to the public: its timetable and its life cycle."""
