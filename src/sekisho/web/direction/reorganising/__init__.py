"""Planning a reorganisation (組織改編) ahead: the plan as typed, what it would change, carrying it out."""
