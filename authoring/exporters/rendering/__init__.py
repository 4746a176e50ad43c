"""What a post shows, whatever it is sent to: its text as HTML, its pictures, its dates, its disclosure."""
