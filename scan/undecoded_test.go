package scan_test

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/internal/git/gittest"
	"github.com/sluicesec/sluice/scan"
	"github.com/sluicesec/sluice/source/history"
)

func inBase64(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) }

func zipped(text string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = io.WriteString(z, text)
	_ = z.Close()
	return b.String()
}

// What is encoded is found, or the ledger says why it was not decoded.
func TestUndecoded(t *testing.T) {
	t.Parallel()
	secret := made(t, "ghp_{base62:30}{crc32}")
	five := secret
	for range 5 {
		five = inBase64(five)
	}
	noise := make([]byte, 1<<20)
	rng := rand.New(rand.NewPCG(1, 2))
	for i := range noise {
		noise[i] = byte(rng.IntN(256))
	}
	long := strings.Repeat("some words here\n", 300_000) + secret + "\n"
	for _, c := range []struct {
		name, text, reason string
		found              bool
	}{
		{"a long word", inBase64(long), "", true},
		{"a long word twice", inBase64(inBase64(long)), "", true},
		{"a beginning", inBase64(zipped(secret + strings.Repeat("\na b", 2_000_000))), "encoded text that expands too much", true},
		{"an end", inBase64(zipped(strings.Repeat("a b\n", 2_000_000) + secret)), "encoded text that expands too much", false},
		{"an end in a list", inBase64("x\n" + inBase64(zipped(strings.Repeat("a b\n", 2_000_000)+secret))), "encoded text that expands too much", false},
		{"five times", five, "encoded text nested too deep", false},
		{"an image", `{"image": "` + inBase64("\x89PNG\r\n\x1a\n"+string(noise)) + `"}`, "", false},
		{"zeros", inBase64(zipped(strings.Repeat("\x00", 5_000_000))), "", false},
	} {
		r := scanText(t, c.text+"\n", scan.Options{ShowSecrets: true})
		reason := ""
		for _, s := range r.Ledger.Skipped {
			reason = s.Reason
		}
		if reason != c.reason || r.Complete != (c.reason == "") || c.found != (len(r.Findings) == 1) {
			t.Errorf("%s: %d findings, complete %v, skipped %v", c.name, len(r.Findings), r.Complete, r.Ledger.Skipped)
		}
		if r := scanText(t, c.text+"\n", scan.Options{Archives: scan.Archives{OK: true}}); !r.Complete {
			t.Errorf("%s: incomplete, though that is fine", c.name)
		}
	}
}

// The ledger counts each version of a file once, however it is stored.
func TestUndecodedInHistory(t *testing.T) {
	t.Parallel()
	five := "what somebody wrote"
	for range 5 {
		five = inBase64(five)
	}
	repo := gittest.New(t)
	for i := range 5 {
		repo.Write("file", strings.Repeat("a line\n", i*20)+"x = "+five+"\n"+strings.Repeat("another line\n", 300))
		repo.Commit("other", fmt.Sprint(i))
	}
	repo.Git("gc", "-q", "--aggressive")
	for _, o := range []history.Options{{}, {NoDelta: true}} {
		r := scanHistory(t, repo.Dir, 2, o)
		if r.Complete || len(r.Ledger.Skipped) != 1 || r.Ledger.Skipped[0].Count != 5 {
			t.Errorf("%+v: complete %v, skipped %v", o, r.Complete, r.Ledger.Skipped)
		}
	}
}
