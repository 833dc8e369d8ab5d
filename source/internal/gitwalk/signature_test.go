package gitwalk

import (
	"bytes"
	"strings"
	"testing"
)

// What is left out of a text is the base64 of its signatures; all else stays.
func TestNextSignature(t *testing.T) {
	const begin, end = "-----BEGIN SSH SIGNATURE-----\n", "-----END SSH SIGNATURE-----\n"
	for text, want := range map[string]string{
		"":                                   "",
		"no signature":                       "no signature",
		begin + "YWJj\nYWI=\n" + end:         begin + end,
		"a\n" + begin + "YWJj\n" + end + "b": "a\n" + begin + end + "b",
		begin + "YQ==\n" + end + begin + "YQ==\n" + end:       begin + end + begin + end,
		begin + "Comment: x\n\nYWJj\n=abc\n" + end:            begin + "Comment: x\n\n" + end,
		begin + " Comment: x\n \n YWJj\n " + end:              begin + " Comment: x\n \n" + end,
		begin + "YWJj\nsaid aloud\n" + end:                    begin + "YWJj\nsaid aloud\n" + end,
		begin + "YWJj\n":                                      begin + "YWJj\n",
		strings.ReplaceAll(begin+"YWJj\n"+end, "SSH ", "NO "): strings.ReplaceAll(begin+"YWJj\n"+end, "SSH ", "NO "),
	} {
		var kept []byte
		rest := []byte(text)
		for {
			from, to, ok := nextSignature(rest)
			if !ok {
				break
			}
			kept = append(kept, rest[:from]...)
			rest = rest[to:]
		}
		if kept = append(kept, rest...); string(kept) != want {
			t.Errorf("%q becomes %q, not %q", text, kept, want)
		}
	}
}

// Whatever the text, what is left out is base64 and comes to an end.
func FuzzNextSignature(f *testing.F) {
	f.Add([]byte("-----BEGIN PGP SIGNATURE-----\n \n YWJj\n =abc\n -----END PGP SIGNATURE-----\n"))
	f.Add([]byte("-----BEGIN PGP MESSAGE----------END PGP MESSAGE-----"))
	f.Fuzz(func(t *testing.T, text []byte) {
		for {
			from, to, ok := nextSignature(text)
			if !ok {
				return
			}
			if from > to || to > len(text) || !isBase64(text[from:to]) || !bytes.HasPrefix(bytes.TrimLeft(text[to:], " "), []byte("-----END ")) {
				t.Fatalf("%d to %d of %q", from, to, text)
			}
			text = text[to:]
		}
	})
}
