package baseline

import (
	"bytes"
	"crypto/sha1"
	"encoding/hex"
	"slices"
	"testing"
)

// An import is in a text that holds its secret, or a value with its sum, however the value is
// written there.
func TestImportIn(t *testing.T) {
	sum := sha1.Sum([]byte("s3cr3t-value"))
	im := Imported{sha1: hex.EncodeToString(sum[:])}
	for text, want := range map[string]bool{
		`key = "s3cr3t-value"`:                 true,
		"key: s3cr3t-value\n":                  true,
		"KEY=s3cr3t-value # why":               true,
		"https://me:" + "s3cr3t-value@example": true,
		"f('s3cr3t-value', 1)":                 true,
		"{key:s3cr3t-value}":                   true,
		"key = s3cr3t-valu":                    false,
		"":                                     false,
	} {
		if im.In(text) != want {
			t.Errorf("%q: %t", text, !want)
		}
		clear := Imported{secrets: []string{"s3cr3t-value"}}
		if clear.In(text) != want {
			t.Errorf("in clear, %q: %t", text, !want)
		}
	}
	if (Imported{}).In("x") || (Imported{}).Says() || !im.Says() {
		t.Error("an import without a secret")
	}
}

// Imports know the lines on which they are written.
func TestImportLines(t *testing.T) {
	for text, want := range map[string][]int{
		"[\n {\"RuleID\": \"a\"},\n\n {\"RuleID\":\n \"b\"}, {}]":                                          {2, 4, 5},
		"\ufeff\n{\"version\": \"1\", \"x\": {\"y\": [1]},\n\"results\": {\"f\": [\n{},\n{}], \"g\": []}}": {4, 5},
		"{\"SourceMetadata\": {}}\n{\"level\": \"info\"}\n{\"SourceMetadata\": {}}\n":                      {1, 3},
	} {
		imports, err := ReadImport([]byte(text))
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		var got []int
		for _, im := range imports {
			got = append(got, im.At)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: lines %d, want %d", text, got, want)
		}
	}
}

// Whatever is read has lines that the text has.
func FuzzReadImport(f *testing.F) {
	f.Add([]byte("[{\"RuleID\": \"a\", \"Secret\": \"b\"}]"))
	f.Add([]byte("{\"results\": {\"f\": [{\"hashed_secret\": \"00\"}]}}"))
	f.Add([]byte("{\"SourceMetadata\": {\"Data\": {\"Git\": {\"file\": \"x\"}}}}\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		imports, err := ReadImport(text)
		if err != nil {
			return
		}
		for i, im := range imports {
			if im.At < 1 || im.At > bytes.Count(text, []byte("\n"))+1 || i > 0 && im.At < imports[i-1].At {
				t.Errorf("%q: line %d", text, im.At)
			}
		}
	})
}
