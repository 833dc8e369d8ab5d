package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const sumOfABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

func folder(t *testing.T, checksums string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"metadata.json": `{"tag": "v1.2.3", "version": "1.2.3", "commit": "c0ffee"}`,
		"checksums.txt": checksums,
		"a.tar.gz":      "abc",
		"b.deb":         "abc",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// TestStatement: each artefact is a subject with its sum, and the commit is the source.
func TestStatement(t *testing.T) {
	var out bytes.Buffer
	if err := run(&out, folder(t, sumOfABC+"  a.tar.gz\n"+sumOfABC+"  b.deb\n")); err != nil {
		t.Fatal(err)
	}
	var s statement
	if err := json.Unmarshal(out.Bytes(), &s); err != nil {
		t.Fatal(err)
	}
	if s.Type != "https://in-toto.io/Statement/v1" || s.PredicateType != "https://slsa.dev/provenance/v1" {
		t.Errorf("the statement is of the types %s and %s", s.Type, s.PredicateType)
	}
	if len(s.Subject) != 2 || s.Subject[1].Name != "b.deb" || s.Subject[1].Digest["sha256"] != sumOfABC {
		t.Errorf("the subjects are %v", s.Subject)
	}
	source := s.Predicate.BuildDefinition.ResolvedDependencies
	if len(source) != 1 || source[0].Digest["gitCommit"] != "c0ffee" || s.Predicate.RunDetails.Builder.ID != builder {
		t.Errorf("the predicate is %+v", s.Predicate)
	}
}

// TestNoStatement: nothing is said about files that are not what their checksums say.
func TestNoStatement(t *testing.T) {
	for want, checksums := range map[string]string{
		"lists no artefact":  "",
		"no sum and name":    sumOfABC + " a.tar.gz\n",
		"checksums.txt says": strings.Replace(sumOfABC, "b", "c", 1) + "  a.tar.gz\n",
		"c.rpm":              sumOfABC + "  c.rpm\n",
	} {
		err := run(new(bytes.Buffer), folder(t, checksums))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q gives the error %v, and it must say %q", checksums, err, want)
		}
	}
}
