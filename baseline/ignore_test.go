package baseline

import (
	"reflect"
	"strings"
	"testing"
)

func TestParseIgnore(t *testing.T) {
	const print = "91e704e585f357532ff5ef79900baa9e"
	got, err := ParseIgnore("x", []byte("\ufeff# a\n\n"+print+" # why # not\r\n  a/**/b?.pem rule=r until=2026-12-31\n/docs/\nb#c.txt"))
	want := []Ignore{
		{Line: 3, Fingerprint: print, Note: "why # not"},
		{Line: 4, Pattern: "a/**/b?.pem", Rule: "r", Until: "2026-12-31"},
		{Line: 5, Pattern: "docs/**/*"},
		{Line: 6, Pattern: "b#c.txt"},
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, %v", got, err)
	}
	for text, says := range map[string]string{
		"a\n!b":                             "x, line 2: \"!b\": a pattern cannot take back",
		"a b":                               "\"b\" is not known here",
		"a until=soon":                      "until=soon is no date",
		"[a":                                "is no pattern of paths",
		"/":                                 "is no pattern of paths",
		"a rule=":                           "\"rule=\" is not known here",
		print + " before":                   "is not known here",
		strings.Repeat("a\n", maxIgnores+1): "x has more than 10000 lines",
	} {
		if _, err := ParseIgnore("x", []byte(text)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestIgnoreCovers(t *testing.T) {
	for pattern, paths := range map[string][2]string{
		"docs/":           {"docs/a docs/b/c", "doc/a docs xdocs/a"},
		"testdata/**/*.p": {"testdata/a.p testdata/b/c/a.p", "a.p testdata/a.q x/testdata/a.p"},
		"**/*.pem":        {"a.pem b/c.pem", "a.pem/b"},
		"*.env":           {"a.env .env", "b/a.env"},
		"a?b.txt":         {"a-b.txt", "a/b.txt"},
	} {
		all, err := ParseIgnore("x", []byte(pattern))
		if err != nil {
			t.Fatal(err)
		}
		for i, list := range paths {
			for p := range strings.FieldsSeq(list) {
				if all[0].Covers(p) != (i == 0) {
					t.Errorf("%s covers %s: %t", pattern, p, i != 0)
				}
			}
		}
	}
	for _, pattern := range []string{"**", "*", "**/*", "/**"} {
		if (&Ignore{Pattern: pattern}).Covers("") {
			t.Errorf("%s covers what is in no file", pattern)
		}
	}
	i := Ignore{Pattern: "a", Rule: "r", Until: "2026-05-05"}
	if !i.Counts("2026-05-05", "r") || i.Counts("2026-05-06", "r") || i.Counts("2026-05-05", "s") {
		t.Error("it counts wrongly")
	}
	if (&Ignore{Fingerprint: "a"}).Covers("a") {
		t.Error("a fingerprint covers a path")
	}
}

// FuzzParseIgnore: any text is lines that can be asked, or an error.
func FuzzParseIgnore(f *testing.F) {
	for _, s := range []string{"", "a", "**/{a,b}.pem until=2026-01-01", "[a-\\", "\x00 rule=\xff", "{a", "a # b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		all, err := ParseIgnore("x", []byte(text))
		if err != nil {
			return
		}
		for _, i := range all {
			i.Covers("a/b.pem")
			if (i.Pattern == "") == (i.Fingerprint == "") {
				t.Errorf("%+v", i)
			}
		}
	})
}
