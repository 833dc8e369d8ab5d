package rules

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"reflect"
	"testing"

	"github.com/sluicesec/sluice/internal/pattern"
	"github.com/sluicesec/sluice/internal/prebuilt"
)

const prebuiltFile = "../internal/prebuilt/rules.bin"

var update = flag.Bool("update", false, "write "+prebuiltFile+" anew")

// TestPrebuilt holds the embedded file to what the rule files say, and to what
// the engine derives from their patterns. With -update it writes the file:
// package prebuilt says so to go generate.
func TestPrebuilt(t *testing.T) {
	cfg, err := parseBuiltin(os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	var store pattern.Store
	var patterns []prebuilt.Pattern
	for i := range cfg.Rules {
		r := &cfg.Rules[i]
		if r.Regex == "" {
			continue
		}
		p, err := pattern.New(pattern.Spec{Expr: r.Regex, SecretGroup: r.SecretGroup, Multiline: r.Multiline})
		if err != nil {
			t.Fatalf("%s: rule %q: %v", r.Origin, r.ID, err)
		}
		patterns = append(patterns, store.Add(p))
	}
	data, places := cfg.data()
	var top prebuilt.Writer
	cfg.writeTop(&top)
	want := prebuilt.Join(top.Bytes(), store.Shared(), patterns, data, places, cfg.nameData())
	if *update {
		if err := os.WriteFile(prebuiltFile, want, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !prebuilt.IsFile(want) {
		t.Fatalf("%s is not what the rule files come to: run go generate ./...", prebuiltFile)
	}
	got, err := Builtin()
	if err != nil {
		t.Fatal(err)
	}
	cfg.From = got.From // where the rules come from is not written in the file
	if !reflect.DeepEqual(got, cfg) {
		t.Error("the embedded rules are not what was written")
	}
}

// Rules that are read one by one are those that are read together.
func TestUnread(t *testing.T) {
	want, err := Builtin()
	if err != nil {
		t.Fatal(err)
	}
	got, err := Unread()
	if err != nil {
		t.Fatal(err)
	}
	if got.Unread() != len(want.Rules) || got.Rules != nil || got.Providers != nil {
		t.Fatalf("%d rules are to be read of %d", got.Unread(), len(want.Rules))
	}
	for i := len(want.Rules) - 1; i >= 0; i-- {
		if r := got.ReadRule(i); !reflect.DeepEqual(*r, want.Rules[i]) {
			t.Fatalf("rule %d: %+v, want %+v", i, *r, want.Rules[i])
		}
	}
	if err := got.Read(); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("what is read in the end differs: %v", err)
	}
}

// parseBuiltin reads the built-in files as one: a rule in two of them is a
// mistake, not an extension.
func parseBuiltin(files fs.FS) (*Config, error) {
	all := &file{Title: "built-in rules"}
	var errs []error
	err := eachBuiltin(files, func(name string) error {
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		f, err := decode(name, data, builtinManner)
		if err != nil {
			errs = append(errs, err)
			return nil
		}
		all.Providers = append(all.Providers, f.Providers...)
		all.Rules = append(all.Rules, f.Rules...)
		all.Context = append(all.Context, f.Context...)
		all.Allowlists = append(all.Allowlists, f.Allowlists...)
		return nil
	})
	if err := errors.Join(append(errs, err)...); err != nil {
		return nil, err
	}
	return merge(&Config{}, []*file{all})
}

// eachBuiltin visits the built-in files in the order of their names.
func eachBuiltin(files fs.FS, visit func(name string) error) error {
	err := fs.WalkDir(files, "builtin", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		return visit(name)
	})
	if err != nil {
		return fmt.Errorf("built-in rules: %w", err)
	}
	return nil
}
