"""What a notice says, when it counts as served, in which order it is posted. Pure."""
