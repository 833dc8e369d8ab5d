package hooks

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/sluicesec/sluice/internal/git/gittest"
)

func TestReadPolicy(t *testing.T) {
	for _, c := range []struct {
		settings string // git config arguments, separated by ";"
		want     Policy
		fails    bool
	}{
		{"", Policy{Deadline: defaultDeadline}, false},
		{"user.name x", Policy{Deadline: defaultDeadline}, false},
		{"sluice.allowSkip yes;sluice.deadline 90s;sluice.afterDeadline accept", Policy{AllowSkip: true, Deadline: 90 * time.Second, AcceptLate: true}, false},
		{"sluice.allowSkip true;sluice.allowSkip 0", Policy{Deadline: defaultDeadline}, false},
		{"sluice.trustHead true", Policy{TrustHead: true, Deadline: defaultDeadline}, false},
		{"sluice.trustHead perhaps", Policy{}, true},
		{"sluice.rules /etc/rules.toml", Policy{Rules: "/etc/rules.toml", Deadline: defaultDeadline}, false},
		{"sluice.rules conf/rules.toml", Policy{Rules: "conf/rules.toml", Deadline: defaultDeadline}, false},
		{"sluice.baseline /etc/baseline", Policy{Baseline: "/etc/baseline", Deadline: defaultDeadline}, false},
		{"sluice.somethingElse x", Policy{Deadline: defaultDeadline}, false},
		{"sluice.allowSkip maybe", Policy{}, true},
		{"sluice.deadline 10", Policy{}, true},
		{"sluice.deadline -1s", Policy{}, true},
		{"sluice.afterDeadline perhaps", Policy{}, true},
	} {
		s := gittest.New(t, "--bare")
		t.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
		for setting := range strings.SplitSeq(c.settings, ";") {
			if setting != "" {
				s.Git(append([]string{"config", "--add"}, strings.Fields(setting)...)...)
			}
		}
		got, err := ReadPolicy(context.Background(), s.Dir)
		if (err != nil) != c.fails {
			t.Errorf("%q: %v", c.settings, err)
		}
		if c.want.Rules != "" && !filepath.IsAbs(c.want.Rules) {
			c.want.Rules = filepath.Join(s.Dir, c.want.Rules)
		}
		if !c.fails && got != c.want {
			t.Errorf("%q: got %+v, want %+v", c.settings, got, c.want)
		}
	}
}

func TestSkipAsked(t *testing.T) {
	for _, c := range []struct {
		options []string
		reason  string
		asked   bool
	}{
		{nil, "", false},
		{[]string{"other"}, "", false},
		{[]string{"sluice.skipped"}, "", false},
		{[]string{"other", "sluice.skip"}, "", true},
		{[]string{"sluice.skip=known = revoked"}, "known = revoked", true},
	} {
		vars := map[string]string{"GIT_PUSH_OPTION_9": "sluice.skip"} // beyond the count
		if c.options != nil {
			vars["GIT_PUSH_OPTION_COUNT"] = string(rune('0' + len(c.options)))
		}
		for i, o := range c.options {
			vars["GIT_PUSH_OPTION_"+string(rune('0'+i))] = o
		}
		reason, asked := SkipAsked(func(name string) string { return vars[name] })
		if reason != c.reason || asked != c.asked {
			t.Errorf("%q: got %q, %v", c.options, reason, asked)
		}
	}
}

// The record is a line for each push, whatever the pusher writes into it.
func TestRecord(t *testing.T) {
	dir := t.TempDir()
	p := Passage{Time: time.Unix(0, 0), Why: "skipped", Reason: "two\nlines \"quoted\"", Who: "ada", Refs: []RefUpdate{{Ref: "refs/heads/x\n", New: id(t, idA)}}}
	for range 2 {
		if err := p.Record(dir); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(filepath.Join(dir, AuditFile))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	if len(lines) != 2 {
		t.Fatalf("%d lines: %s", len(lines), text)
	}
	var entry struct{ Time, Why, Reason, Who string }
	if err := json.Unmarshal([]byte(lines[1]), &entry); err != nil || entry.Reason != p.Reason || entry.Time != "1970-01-01T00:00:00Z" {
		t.Errorf("got %+v, %v", entry, err)
	}
	if err := p.Record(filepath.Join(dir, "absent")); err == nil {
		t.Error("a record that cannot be written: no error")
	}
}
