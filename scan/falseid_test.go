package scan_test

import (
	"bytes"
	"crypto/sha1"
	"encoding/hex"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/source/history"
)

// TestFalseID stores blobs under ids that are not theirs, with all checksums
// right. The scan finds the secret in one of them, and the ledger names that blob.
func TestFalseID(t *testing.T) {
	dir := t.TempDir()
	git(t, dir, nil, "init", "-q", "--bare", ".")
	secret := token(t, 0)
	harmless := hashObject(t, dir, "blob", "nothing\n")
	guilty := hashObject(t, dir, "blob", "KEY="+secret+"\n")
	mislabel(t, dir, []string{harmless, guilty}, harmless, guilty)

	r := scanHistory(t, dir, 1, history.Options{})
	if len(r.Findings) != 1 || r.Findings[0].Secret != secret || r.Complete {
		t.Errorf("complete %v, %d findings", r.Complete, len(r.Findings))
	}
	blob := r.Findings[0].Locations[0].Blob
	if !slices.ContainsFunc(r.Ledger.Skipped, func(s finding.Skip) bool {
		return s.Reason == "object id mismatch" && s.Incomplete && slices.Equal(s.Examples, []string{blob.String()})
	}) {
		t.Errorf("ledger: %+v", r.Ledger.Skipped)
	}
}

// TestFalseCommitID does the same with the commit that brought a secret: its author
// cannot be trusted, but the scan reports the secret and its path.
func TestFalseCommitID(t *testing.T) {
	dir := t.TempDir()
	git(t, dir, nil, "init", "-q", "--bare", ".")
	secret := token(t, 0)
	blob := hashObject(t, dir, "blob", "KEY="+secret+"\n")
	raw, err := hex.DecodeString(blob)
	if err != nil {
		t.Fatal(err)
	}
	tree := hashObject(t, dir, "tree", "100644 key.env\x00"+string(raw))
	who := " A U Thor <a@example.org> 1700000000 +0000\n"
	commit := hashObject(t, dir, "commit", "tree "+tree+"\nauthor"+who+"committer"+who+"\nadd\n")
	mislabel(t, dir, []string{blob, tree, commit}, commit)

	r := scanHistory(t, dir, 1, history.Options{})
	if len(r.Findings) != 1 || r.Findings[0].Locations[0].Path != "key.env" || r.Complete || len(r.Ledger.Errors) == 0 {
		t.Errorf("complete %v, findings %+v, errors %v", r.Complete, r.Findings, r.Ledger.Errors)
	}
}

// mislabel packs objects, and changes the ids of some in the pack's index.
func mislabel(t *testing.T, dir string, ids []string, some ...string) {
	t.Helper()
	cmd := exec.Command("git", "pack-objects", "-q", "objects/pack/pack")
	cmd.Dir, cmd.Stdin = dir, strings.NewReader(strings.Join(ids, "\n")+"\n")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	git(t, dir, nil, "prune-packed", "-q")
	index, err := filepath.Glob(filepath.Join(dir, "objects", "pack", "*.idx"))
	if err != nil || len(index) != 1 {
		t.Fatalf("indexes: %v, %v", index, err)
	}
	data, err := os.ReadFile(index[0])
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range some {
		raw, err := hex.DecodeString(id)
		if err != nil {
			t.Fatal(err)
		}
		data[bytes.Index(data, raw)+len(raw)-1] ^= 1
	}
	sum := sha1.Sum(data[:len(data)-sha1.Size])
	if err := os.Remove(index[0]); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(index[0], append(data[:len(data)-sha1.Size], sum[:]...), 0o644); err != nil {
		t.Fatal(err)
	}
}
