package agent

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/sluicesec/sluice/hooks"
)

// settingsTexts are settings that people have.
var settingsTexts = []string{
	"{}\n",
	"{}",
	"{ }\n",
	"{\n  \"hooks\": {}\n}\n",
	"{\"hooks\":{}}",
	"{\"version\":1,\"hooks\":{},\"x\":[1,2,{\"a\":\"}]\\\"\"}]}",
	"{\n\t\"permissions\": {\"allow\": [\"Bash(ls)\"]},\n\t\"model\": \"x\"\n}\n",
	"{\r\n    \"hooks\": {\r\n        \"Stop\": []\r\n    },\r\n    \"a\": null\r\n}\r\n",
	"{\n    \"version\": 1,\n    \"hooks\": {\n        \"PreToolUse\": [\n            {\"matcher\": \"Bash\", \"hooks\": [{\"type\": \"command\", \"command\": \"x\"}]}\n        ],\n        \"preToolUse\": [{\"command\": \"y\"}],\n        \"BeforeTool\": [{\"hooks\": [{\"type\": \"command\", \"command\": \"z\"}]}]\n    },\n    \"other\": 1.50\n}\n",
}

// TestSettings: what is installed is active, a second time changes nothing, all that was
// there is there, and uninstalling leaves what was there.
func TestSettings(t *testing.T) {
	for _, n := range All() {
		for _, before := range settingsTexts {
			s := InProject(n, t.TempDir())
			write(t, s.Path, before)
			if ok, state := s.Active(); ok || state != "not installed" {
				t.Errorf("%s, before: %s", n, state)
			}
			outcome(t, s.Install, hooks.Installed)
			if ok, state := s.Active(); !ok {
				t.Errorf("%s in %q: %s", n, before, state)
			}
			installed := content(t, s.Path)
			outcome(t, s.Install, hooks.Unchanged)
			if got := content(t, s.Path); got != installed {
				t.Errorf("%s: a second time makes\n%s\nof\n%s", n, got, installed)
			}
			if !holds(decoded(t, installed), decoded(t, before)) {
				t.Errorf("%s: something is lost of\n%s\nin\n%s", n, before, installed)
			}
			outcome(t, s.Uninstall, hooks.Removed)
			empty := object{}
			if formatOf(n).version {
				empty["version"] = json.Number("1")
			}
			text, err := os.ReadFile(s.Path)
			switch was := withoutEmpty(decoded(t, before)); {
			case os.IsNotExist(err):
				if !holds(empty, was) {
					t.Errorf("%s: the file is gone, which held\n%s", n, before)
				}
			case err != nil:
				t.Error(err)
			case !holds(decoded(t, string(text)), was):
				t.Errorf("%s: uninstalling has left\n%s\nof\n%s", n, text, before)
			case strings.Contains(string(text), marker):
				t.Errorf("%s: uninstalling has left the hook in\n%s", n, text)
			}
			outcome(t, s.Uninstall, hooks.Absent)
		}
	}
}

// TestSettingsAsText: what is not concerned stays as its owner has written it.
func TestSettingsAsText(t *testing.T) {
	before := settingsTexts[len(settingsTexts)-1]
	for _, n := range []Name{Claude, Gemini} {
		s := InProject(n, t.TempDir())
		write(t, s.Path, before)
		outcome(t, s.Install, hooks.Installed)
		outcome(t, s.Uninstall, hooks.Removed)
		if got := content(t, s.Path); got != before {
			t.Errorf("%s: installing and uninstalling makes\n%s\nof\n%s", n, got, before)
		}
	}
}

// TestOwnSettings: a file that Install has made goes away, and OfUser has a place of its
// own.
func TestOwnSettings(t *testing.T) {
	for _, n := range All() {
		home := t.TempDir()
		s := OfUser(n, home)
		outcome(t, s.Uninstall, hooks.Absent)
		outcome(t, s.Install, hooks.Installed)
		if !strings.HasPrefix(s.Path, home+string(filepath.Separator)) {
			t.Errorf("%s is not below the home folder", s.Path)
		}
		outcome(t, s.Uninstall, hooks.Removed)
		if _, err := os.Stat(s.Path); !os.IsNotExist(err) {
			t.Errorf("%s is still there", s.Path)
		}
	}
}

// TestSettingsLeftAlone: what cannot be changed as text stays, and the error says what to
// add.
func TestSettingsLeftAlone(t *testing.T) {
	for _, text := range []string{"// a comment\n{}\n", "{\"a\": 1,}", "[]", "{\"hooks\": []}", "{\"hooks\": {\"PreToolUse\": {}}}", "\xef\xbb\xbf{}"} {
		s := InProject(Claude, t.TempDir())
		write(t, s.Path, text)
		_, err := s.Install()
		if err == nil {
			t.Errorf("%q was changed into %q", text, content(t, s.Path))
			continue
		}
		if got := content(t, s.Path); got != text {
			t.Errorf("%q was changed into %q", text, got)
		}
		if !strings.Contains(err.Error(), `"command": "sluice hook agent || exit 2"`) {
			t.Errorf("%q: the error does not say what to add: %v", text, err)
		}
	}
}

func TestUninstallLeavesOthers(t *testing.T) {
	s := InProject(Claude, t.TempDir())
	write(t, s.Path, `{"hooks":{"PreToolUse":[{"hooks":[{"command":"a"},{"command":"sluice hook agent --on-read ask"},{"command":"b"}]}]}}`)
	outcome(t, s.Uninstall, hooks.Removed)
	if got := content(t, s.Path); got != `{"hooks":{"PreToolUse":[{"hooks":[{"command":"a"},{"command":"b"}]}]}}` {
		t.Error(got)
	}
}

func outcome(t *testing.T, do func() (hooks.Outcome, error), want hooks.Outcome) {
	t.Helper()
	if got, err := do(); err != nil || got != want {
		t.Errorf("%q, %v; want %q", got, err, want)
	}
}

func content(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func decoded(t *testing.T, text string) any {
	t.Helper()
	v, err := decode([]byte(text))
	if err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return v
}

// holds reports whether a value has all that another one has.
func holds(all, part any) bool {
	switch part := part.(type) {
	case object:
		in, ok := all.(object)
		for k, v := range part {
			ok = ok && has(in, k) && holds(in[k], v)
		}
		return ok
	case []any:
		in, ok := all.([]any)
		return ok && len(in) >= len(part) && reflect.DeepEqual(in[:len(part)], part)
	}
	return reflect.DeepEqual(all, part)
}

// withoutEmpty returns settings without events that have no hooks, and without hooks that
// have no events: uninstalling removes them.
func withoutEmpty(settings any) any {
	in := settings.(object)
	if events, ok := in["hooks"].(object); ok {
		for k, v := range events {
			if list, ok := v.([]any); ok && len(list) == 0 {
				delete(events, k)
			}
		}
		if len(events) == 0 {
			delete(in, "hooks")
		}
	}
	return in
}

// TestNotActive: settings that name the hook, but do not call it for each tool and wait for
// its answer, are not active, and installing adds what is missing.
func TestNotActive(t *testing.T) {
	entry := func(more, command string) string {
		all := ""
		for _, event := range formatOf(Claude).events {
			all += `"` + event + `":[{` + more + `"hooks":[{"type":"command",` + command + `}]}],`
		}
		return `{"hooks":{` + strings.TrimSuffix(all, ",") + `}}`
	}
	for what, text := range map[string]string{
		"one tool":         entry(`"matcher":"Bash",`, `"command":"sluice hook agent || exit 2"`),
		"a word of it":     entry("", `"command":"echo sluice hook agent"`),
		"a dropped answer": entry("", `"command":"sluice hook agent || true"`),
		"a late answer":    entry("", `"async":true,"command":"sluice hook agent || exit 2"`),
		"the first of two": strings.TrimSuffix(entry("", `"command":"sluice hook agent || exit 2"`), "}") + `,"hooks":{}}`,
	} {
		s := InProject(Claude, t.TempDir())
		write(t, s.Path, text)
		if ok, state := s.Active(); ok {
			t.Errorf("%s: %s", what, state)
		}
		outcome(t, s.Install, hooks.Installed)
		if ok, state := s.Active(); !ok {
			t.Errorf("%s, installed: %s", what, state)
		}
	}
	for _, command := range []string{"sluice hook agent", "/usr/bin/sluice hook agent --on-read ask || exit 2", "sluice hook agent --min-confidence high || exit 2"} {
		s := InProject(Claude, t.TempDir())
		write(t, s.Path, entry(`"matcher":"*",`, `"command":"`+command+`"`))
		if ok, state := s.Active(); !ok {
			t.Errorf("%s: %s", command, state)
		}
	}
	s := InProject(Claude, t.TempDir())
	outcome(t, s.Install, hooks.Installed)
	write(t, filepath.Join(filepath.Dir(s.Path), "settings.local.json"), `{"disableAllHooks": true}`)
	if ok, state := s.Active(); ok {
		t.Errorf("turned off elsewhere: %s", state)
	}
	for _, off := range []string{`{"hooksConfig":{"enabled":false}}`, `{"hooks":{"disabled":["sluice"]}}`, `{"hooksConfig":{"disabled":["sluice"]}}`} {
		s := InProject(Gemini, t.TempDir())
		write(t, s.Path, off)
		outcome(t, s.Install, hooks.Installed)
		if ok, state := s.Active(); ok {
			t.Errorf("gemini with %s: %s", off, state)
		}
	}
}

// TestUninstallLeavesForeign: a handler that only names the hook, or has a command around
// it, belongs to somebody.
func TestUninstallLeavesForeign(t *testing.T) {
	for _, text := range []string{
		`{"hooks":{"Stop":[{"hooks":[{"type":"command","command":"echo remember: sluice hook agent must be there"}]}]}}`,
		`{"hooks":{"PreToolUse":[{"hooks":[{"type":"command","command":"tee -a log | sluice hook agent || exit 2"}]}]}}`,
	} {
		s := InProject(Claude, t.TempDir())
		write(t, s.Path, text)
		outcome(t, s.Uninstall, hooks.Foreign)
		if got := content(t, s.Path); got != text {
			t.Errorf("%s became %s", text, got)
		}
	}
}

// TestLinkedSettings: a link stays one, to a file that holds what the settings should.
func TestLinkedSettings(t *testing.T) {
	dir := t.TempDir()
	s := InProject(Claude, dir)
	target := filepath.Join(dir, "real.json")
	if err := os.MkdirAll(filepath.Dir(s.Path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("../real.json", s.Path); err != nil {
		t.Skip(err)
	}
	for range 2 { // there is no file at first
		outcome(t, s.Install, hooks.Installed)
		if got := content(t, target); !strings.Contains(got, marker) {
			t.Errorf("the target holds %q", got)
		}
		outcome(t, s.Uninstall, hooks.Removed)
		if got := content(t, target); strings.Contains(got, marker) {
			t.Errorf("the target still holds %q", got)
		}
	}
}

// TestEndsOfLines: settings keep the end of their lines, and one line stays one.
func TestEndsOfLines(t *testing.T) {
	for _, before := range []string{
		"{\r\n  \"model\": \"x\"\r\n}\r\n",
		`{"model":"x"}`,
		`{"hooks":{"PreToolUse":[{"hooks":[{"type":"command","command":"y"}]}]},"model":"x"}` + "\n",
	} {
		s := InProject(Claude, t.TempDir())
		write(t, s.Path, before)
		outcome(t, s.Install, hooks.Installed)
		if got := content(t, s.Path); strings.Contains(before, "\r") && strings.Count(got, "\n") != strings.Count(got, "\r\n") {
			t.Errorf("%q has both ends", got)
		}
		outcome(t, s.Uninstall, hooks.Removed)
		if got := content(t, s.Path); got != before {
			t.Errorf("%q became %q", before, got)
		}
	}
}

// TestWindows: PowerShell before version 7 has no ||.
func TestWindows(t *testing.T) {
	if got := geminiCommand("windows"); strings.Contains(got, "||") || !strings.Contains(got, "exit 2") || !ours.MatchString(got) {
		t.Error(got)
	}
	if got := geminiCommand("linux"); got != command {
		t.Error(got)
	}
	if entry := formatOf(Copilot).entry(""); !strings.Contains(entry, `"powershell": "`+powershell+`"`) {
		t.Error(entry)
	}
}
