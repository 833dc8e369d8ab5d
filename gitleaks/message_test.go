package gitleaks

import "testing"

// What gitleaks made of these messages, when it was run on commits with them.
func TestMessageOf(t *testing.T) {
	for message, want := range map[string]string{
		"":                                      "",
		"\n":                                    "",
		"one":                                   "one",
		"one\n":                                 "one",
		"one\n\n\n\nbody\n\n\n\nbody2   \n\n\n": "one\n\nbody\n\nbody2",
		"  lead\n  lead2\n\n  ind\n    ind2\n no\n": "lead lead2\n\nind\n  ind2\n     no",
		"t\n\n\ttab\tx\n":                                "t\n\n        tab     x",
		"t\r\n\r\nb\r\nc\r\n":                            "t\n\nb\nc",
		"subject\n---\nafter dashes\n":                   "subject --- after dashes",
		"\u00a0nbsp title\u00a0\n\n\u00a0 b \u00a0\n":    "nbsp title\n\n b",
		"t\n\nSigned-off-by: x <y>\nReviewed-by: z <q>":  "t\n\nSigned-off-by: x <y>\nReviewed-by: z <q>",
		"t\nl2\nl3\n\nb\n \nc\n\t\nd":                    "t l2 l3\n\nb\n\nc\n\nd",
		"t\n \n\nfoo":                                    "t\n\nfoo",
		"\n\n\nlate\n":                                   "late",
		"t\n\n    four\n  two":                           "t\n\n    four\n  two",
		"    four title\n\n    four\n      six\n  two\n": "four title\n\nfour\n  six\n      two",
		"sp  in  title  \nnext  \n":                      "sp  in  title next",
		"\n\n  title3 \nbody directly\n\n\n\nmore\n\n":   "title3 body directly\n\n    more",
		"move line up\n\tSigned-off-by: a <b>\n":         "move line up Signed-off-by: a <b>",
	} {
		if got := messageOf(message); got != want {
			t.Errorf("%q: got %q, want %q", message, got, want)
		}
	}
}
