package scan_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"os/exec"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/internal/oid"
	"github.com/sluicesec/sluice/rules/example"
	"github.com/sluicesec/sluice/scan"
	"github.com/sluicesec/sluice/source/commits"
	"github.com/sluicesec/sluice/source/history"
)

// hashObject writes an object as it is, even if git finds faults in it.
func hashObject(t *testing.T, dir, kind, content string) string {
	t.Helper()
	cmd := exec.Command("git", "hash-object", "-w", "-t", kind, "--literally", "--stdin")
	cmd.Dir, cmd.Stdin = dir, strings.NewReader(content)
	id, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(id))
}

// signature makes a header "gpgsig" with a signature and a comment. One of its lines
// looks like a token by chance.
func signature(t *testing.T, r *rand.Rand, kind, comment string) string {
	t.Helper()
	like, err := example.Expand("EXO{hex:24}", r.Uint64())
	if err != nil {
		t.Fatal(err)
	}
	raw := make([]byte, 600)
	for i := range raw {
		raw[i] = byte(r.Uint32())
	}
	lines := []string{"gpgsig -----BEGIN " + kind + "-----"}
	if comment != "" {
		lines = append(lines, " Version: 1", " Comment: "+comment, " ")
	}
	for text := base64.StdEncoding.EncodeToString(raw); text != ""; text = text[min(64, len(text)):] {
		lines = append(lines, " "+text[:min(64, len(text))])
	}
	return strings.Join(append(lines, " "+like, " =abcd", " -----END "+kind+"-----"), "\n") + "\n"
}

// TestHeaders puts a secret into every place of a commit and of a tag that may hold
// text. A scan of the history and a scan of a range must find it there, with its
// line. Ids and signatures are not text, and nothing may be found in them.
func TestHeaders(t *testing.T) {
	dir := t.TempDir()
	git(t, dir, nil, "init", "-q", "--bare", ".")
	r := rand.New(rand.NewPCG(3, 3))
	tree := hashObject(t, dir, "tree", "")
	parent := hashObject(t, dir, "commit", "tree "+tree+"\nauthor A <a> 1 +0000\ncommitter A <a> 1 +0000\n\nfirst\n")
	const person = "A <a@example.org> 1700000000 +0000"
	ids := "tree " + tree + "\nparent " + parent + "\n"
	signed := "committer " + person + "\n" + signature(t, r, "PGP SIGNATURE", "none")
	signedSSH := "committer " + person + "\n" + signature(t, r, "SSH SIGNATURE", "")
	made := []string{
		"tree " + tree + "\n continued #\nparent " + parent + "\nauthor " + person + "\n" + signed + "\nmessage\n",
		ids + "author # <a@example.org> 1700000000 +0000\n" + signed + "\nmessage\n",
		ids + "author A <#> 1700000000 +0000\n" + signed + "\nmessage\n",
		ids + "author " + person + "\ncommitter A <a> #\n\nmessage\n",
		ids + "author " + person + "\n" + signed + "unknown #\n\nmessage\n",
		ids + "author " + person + "\n" + signed + "unknown a\n b\n #\n\nmessage\n",
		ids + "author " + person + "\nmergetag object " + parent + "\n type commit\n tag v\n tagger " + person + "\n \n news\n #\n" + signed + "\nmessage\n",
		ids + "author " + person + "\nencoding #\n" + signed + "\nmessage\n",
		ids + "author " + person + "\n" + signedSSH + "after a signature #\n\nmessage\n",
		ids + "author " + person + "\n" + signature(t, r, "PGP SIGNATURE", "#") + "committer " + person + "\n\nmessage\n",
		ids + "author " + person + "\n" + signed + "\nmessage\n\nof # here\n",
		ids + "author " + person + "\n" + signed + "last #",
	}
	tags := []string{
		"object " + parent + "\ntype commit\ntag #\ntagger " + person + "\n\nmessage\n",
		"object " + parent + "\ntype commit\ntag v\ntagger # <a> 1 +0000\n\nmessage\n",
		"object " + parent + "\ntype commit\ntag v\ntagger " + person + "\nunknown #\n\nmessage\n",
		"object " + parent + "\ntype commit\ntag v\ntagger " + person + "\n\nmessage\n#\n",
		"object " + parent + "\ntype commit\ntag v\ntagger " + person + "\n\nmessage\n" + strings.ReplaceAll(signature(t, r, "PGP SIGNATURE", "none"), "\n ", "\n") + "#",
	}
	want := map[string]string{} // where each secret is
	var tips []string
	put := func(kind, text string) {
		secret, err := example.Expand("ghp_{base62:30}{crc32}", r.Uint64())
		if err != nil {
			t.Fatal(err)
		}
		above, _, _ := strings.Cut(text, "#")
		part, line := "header", strings.Count(above, "\n")+1
		if _, message, ok := strings.Cut(above, "\n\n"); ok {
			part, line = "message", strings.Count(message, "\n")+1
		}
		want[secret] = fmt.Sprintf("%s-%s:%d", kind, part, line)
		id := hashObject(t, dir, kind, strings.Replace(text, "#", secret, 1))
		git(t, dir, nil, "update-ref", fmt.Sprintf("refs/tags/t%d", len(tips)), id)
		tips = append(tips, id)
	}
	for _, text := range made {
		put("commit", text)
	}
	for _, text := range tags {
		put("tag", text)
	}
	check := func(name string, r *finding.Report) {
		t.Helper()
		if len(r.Findings) != len(want) {
			t.Errorf("%s: %d findings, want %d", name, len(r.Findings), len(want))
		}
		for _, f := range r.Findings {
			l := f.Locations[0]
			if got := fmt.Sprintf("%s:%d", l.Kind, l.StartLine); got != want[f.Secret] {
				t.Errorf("%s: a secret in %s is found in %s", name, want[f.Secret], got)
			}
		}
	}
	check("history", scanHistory(t, dir, 2, history.Options{}))

	repo, store := openRepo(t, dir)
	var include []oid.ID
	for _, tip := range tips {
		id, err := oid.Parse(tip)
		if err != nil {
			t.Fatal(err)
		}
		include = append(include, id)
	}
	check("range", run(t, commits.New("all", repo, store, include, nil), scan.Options{ShowSecrets: true}))
}

// TestHeaderAndMessage has one secret in the header and in the message of a commit,
// at the same offset. Both are found.
func TestHeaderAndMessage(t *testing.T) {
	dir := t.TempDir()
	git(t, dir, nil, "init", "-q", "--bare", ".")
	secret := token(t, 0)
	var stream bytes.Buffer
	message := "author " + secret + "\n"
	fmt.Fprintf(&stream, "commit refs/heads/main\nauthor %s <a> 1700000000 +0000\ncommitter A <a> 1700000000 +0000\ndata %d\n%s\n", secret, len(message), message)
	git(t, dir, stream.Bytes(), "fast-import", "--quiet")
	r := scanHistory(t, dir, 1, history.Options{})
	if len(r.Findings) != 1 || len(r.Findings[0].Locations) != 2 {
		t.Fatalf("found %s", encode(t, r))
	}
}
