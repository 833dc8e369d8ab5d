package detect

func isPlaceholder(secret []byte) bool { return false }
