"""Pages of drills: the drill, the page behind the link of its mail, one's own results."""
