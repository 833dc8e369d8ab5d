package detect

// magics lists media by their first bytes.
func magics() []magic { return nil }
