"""Behind the planning desk: its form, its runs and its pages, in processes without Textual."""
