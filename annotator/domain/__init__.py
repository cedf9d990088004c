"""What the program is about: jobs, rubrics, reviews, spans; frozen values and pure functions, standard library only."""
