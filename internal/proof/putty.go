package proof

import (
	"bytes"
	"strings"
)

// putty reads PuTTY's private key files. The public key in them is in SSH's own
// form, and is in clear even if the private key is encrypted.
// https://the.earth.li/~sgtatham/putty/latest/htmldoc/AppendixC.html
func putty(secret, _ []byte) Result {
	var lock string
	var public bytes.Buffer
	within := false
	for line := range strings.Lines(string(secret)) {
		key, value, isHeader := strings.Cut(strings.TrimSpace(line), ": ")
		switch {
		case key == "Encryption" && value == "none":
			lock = notEncrypted
		case key == "Encryption":
			lock = encrypted
		case !isHeader && within:
			public.WriteString(key)
		}
		if isHeader {
			within = key == "Public-Lines"
		}
	}
	blob, ok := decodeBase64(public.Bytes())
	if !ok {
		return unknown(lock)
	}
	key, ok := readSSHKey(blob)
	if !ok {
		return unknown(lock)
	}
	return proven(key.kind, lock, key.fingerprint())
}
