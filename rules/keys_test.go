package rules

import (
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"
)

// TestKeysAreDocumented: the topic about configuration has every key that a rule file may
// have, and no other one.
func TestKeysAreDocumented(t *testing.T) {
	text, err := os.ReadFile("../cmd/sluice/help/configuration.md")
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	var add func(reflect.Type)
	add = func(of reflect.Type) {
		for of.Kind() == reflect.Pointer || of.Kind() == reflect.Slice {
			of = of.Elem()
		}
		if of.Kind() != reflect.Struct {
			return
		}
		for i := range of.NumField() {
			f := of.Field(i)
			name, tagged := f.Tag.Lookup("toml")
			if !f.IsExported() || name == "-" {
				continue
			}
			if !tagged {
				name = f.Name
			}
			known[strings.ToLower(name)] = true
			add(f.Type)
		}
	}
	add(reflect.TypeFor[file]())
	if len(known) < 50 {
		t.Fatalf("only %d keys were seen", len(known))
	}
	documented := map[string]bool{}
	for line := range strings.Lines(string(text)) {
		if key, _, ok := strings.Cut(strings.TrimPrefix(line, "| "), " | "); ok && strings.HasPrefix(key, "`") {
			for _, m := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(key, -1) {
				documented[strings.ToLower(m[1])] = true
			}
		}
	}
	for key := range known {
		if !documented[key] {
			t.Errorf("cmd/sluice/help/configuration.md lacks the key %s", key)
		}
	}
	for key := range documented {
		if !known[key] {
			t.Errorf("cmd/sluice/help/configuration.md has %s, which is no key", key)
		}
	}
}
