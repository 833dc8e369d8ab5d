package rules_test

import (
	"flag"
	"os"
	"reflect"
	"testing"

	"github.com/sluicesec/sluice/internal/engine"
	"github.com/sluicesec/sluice/internal/prebuilt"
	"github.com/sluicesec/sluice/rules"
)

const prebuiltFile = "../internal/prebuilt/rules.bin"

var update = flag.Bool("update", false, "write "+prebuiltFile+" anew")

// TestPrebuilt holds the embedded file to what the rule files say, and to what
// the engine derives from their patterns. It is also what makes it, see
// go:generate in package prebuilt.
func TestPrebuilt(t *testing.T) {
	cfg, err := rules.ParseBuiltin(os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	var sets engine.Sets
	var patterns []prebuilt.Pattern
	for i := range cfg.Rules {
		r := &cfg.Rules[i]
		if r.Regex == "" {
			continue
		}
		p, err := engine.Prebuild(r.Regex, r.SecretGroup, r.Multiline, &sets)
		if err != nil {
			t.Fatalf("%s: rule %q: %v", r.Origin, r.ID, err)
		}
		patterns = append(patterns, p)
	}
	want := prebuilt.Join(sets.List(), patterns, cfg.Data())
	if *update {
		if err := os.WriteFile(prebuiltFile, want, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if prebuilt.File() != string(want) {
		t.Fatalf("%s is not what the rule files come to: run go generate ./...", prebuiltFile)
	}
	got, err := rules.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	cfg.From = got.From // where the rules come from is not written in the file
	if !reflect.DeepEqual(got, cfg) {
		t.Error("the embedded rules are not what was written")
	}
}
