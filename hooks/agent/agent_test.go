package agent

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/sluicesec/sluice/finding"
	"github.com/sluicesec/sluice/rules"
	"github.com/sluicesec/sluice/rules/example"
	"github.com/sluicesec/sluice/scan"
)

var scanner = sync.OnceValues(func() (*scan.Scanner, error) {
	cfg, err := rules.Unread()
	if err != nil {
		return nil, err
	}
	return scan.New(cfg)
})

func token(t testing.TB, seed uint64) string {
	t.Helper()
	text, err := example.Expand("ghp_{base62:30}{crc32}", seed)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// judge judges a payload as the command does.
func judge(t testing.TB, payload, dir string, p Policy) (*Event, Answer) {
	t.Helper()
	e, err := Parse([]byte(payload), "")
	if err != nil {
		t.Fatal(err)
	}
	s, err := scanner()
	if err != nil {
		t.Fatal(err)
	}
	var results []Result
	own, others := e.Groups(p)
	for i, texts := range [][]Text{own, others} {
		src := NewSource(e, texts, func(path string) string {
			if rel, err := filepath.Rel(dir, path); err == nil && filepath.IsLocal(rel) {
				return filepath.ToSlash(rel)
			}
			return path
		})
		r, err := s.Run(context.Background(), src, scan.Options{MinConfidence: finding.ConfidenceMedium, NoInlineAllow: i == 0})
		if err != nil {
			t.Fatal(err)
		}
		results = append(results, Result{src, r})
	}
	return e, e.Answer(e.Judge(p, results))
}

// workplace makes the folder in which the agents of the payloads work.
func workplace(t testing.TB, secret, known string) string {
	t.Helper()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "local.env"), "TOKEN="+secret+"\n")
	write(t, filepath.Join(dir, "known.env"), "A=1\nB=2\nK="+known+"\n")
	return dir
}

func write(t testing.TB, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// stops reports whether an answer stops what the event is about, as the pages of the agents
// have it.
func stops(t *testing.T, e *Event, a Answer) bool {
	t.Helper()
	var out struct {
		HookSpecificOutput struct {
			HookEventName, PermissionDecision, PermissionDecisionReason string
			Decision                                                    struct{ Behavior, Message string }
		}
		Decision, Reason, PermissionDecision, PermissionDecisionReason, Permission string
		UserMessage                                                                string `json:"user_message"`
		AdditionalContext                                                          string `json:"additional_context"`
		Continue                                                                   *bool
		ModifiedTransformedPrompt                                                  string
		ModifiedResult                                                             struct{ ResultType, TextResultForLlm string }
	}
	if a.Stdout != "" {
		if err := json.Unmarshal([]byte(a.Stdout), &out); err != nil {
			t.Fatalf("standard output is no JSON: %v", err)
		}
	}
	if a.Code == exitBlocked {
		if strings.TrimSpace(a.Stderr) == "" {
			t.Error("exit code 2 without a reason on standard error, which Codex does not obey")
		}
		return true
	}
	switch e.Agent {
	case Cursor:
		return out.Permission == "deny" && out.UserMessage != "" || out.Continue != nil && !*out.Continue && out.UserMessage != "" ||
			e.Moment == AfterTool && out.AdditionalContext != ""
	case Copilot:
		return out.ModifiedTransformedPrompt != "" || out.ModifiedResult.ResultType == "success" && out.ModifiedResult.TextResultForLlm != ""
	}
	return false
}

// TestPayloads: a payload with a secret is stopped, without the secret it is not, and no
// answer holds any of the secret.
func TestPayloads(t *testing.T) {
	secret, known := token(t, 1), token(t, 2)
	files, err := filepath.Glob("testdata/payloads/*.json")
	if err != nil || len(files) < 30 {
		t.Fatalf("%d payloads, %v", len(files), err)
	}
	p := Policy{OnRead: Deny, OnBypass: Ask}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".json")
		t.Run(name, func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			with := func(secret string) (*Event, Answer) {
				dir := workplace(t, secret, known)
				quoted, err := json.Marshal(dir)
				if err != nil {
					t.Fatal(err)
				}
				payload := strings.NewReplacer("SECRET", secret, "DIR", strings.Trim(string(quoted), `"`)).Replace(string(text))
				return judge(t, payload, dir, p)
			}
			e, a := with(secret)
			if agent, _, _ := strings.Cut(name, "-"); string(e.Agent) != agent {
				t.Errorf("it is taken for a payload of %s", e.Agent)
			}
			if !stops(t, e, a) {
				t.Errorf("it is not stopped: %+v", a)
			}
			for _, s := range []string{secret, secret[:12], secret[len(secret)-8:]} {
				if strings.Contains(a.Stdout+a.Stderr, s) {
					t.Errorf("the answer holds a part of the secret: %+v", a)
				}
			}
			if !strings.Contains(a.Stdout+a.Stderr, "github-pat") {
				t.Errorf("the answer does not say what was found: %+v", a)
			}
			if e, a := with("value"); stops(t, e, a) || a.Code != 0 || a.Stderr != "" {
				t.Errorf("it is stopped without a secret: %+v", a)
			}
		})
	}
}

// TestWhatIsNotNew: what stands in a file already is not the agent's doing.
func TestWhatIsNotNew(t *testing.T) {
	secret, known := token(t, 1), token(t, 2)
	for _, test := range []struct {
		what, tool string
		input      object
		stopped    bool
	}{
		{"a line beside it changes", "Edit", object{"file_path": "known.env", "old_string": "B=2\nK=" + known, "new_string": "B=3\nK=" + known}, false},
		{"its own line moves", "Edit", object{"file_path": "known.env", "old_string": "A=1\nB=2\nK=" + known, "new_string": "K=" + known + "\nA=1\nB=2"}, false},
		{"the whole file is written anew", "Write", object{"file_path": "known.env", "content": "K=" + known + "\nA=2\n"}, false},
		{"another secret takes its place", "Edit", object{"file_path": "known.env", "old_string": "K=" + known, "new_string": "K=" + secret}, true},
		{"it goes into another file", "Write", object{"file_path": "copy.env", "content": "K=" + known + "\n"}, true},
		{"the name is in the line already", "Edit", object{"file_path": "app.py", "old_string": "VALUE", "new_string": "xK9" + "#qLm2vWz"}, true},
		{"the edit does not fit the file", "Edit", object{"file_path": "known.env", "old_string": "C=9 " + known, "new_string": "C=8 " + known}, false},
		{"a patch keeps it", "apply_patch", object{"command": "*** Begin Patch\n*** Update File: known.env\n@@\n B=2\n K=" + known + "\n+C=3\n*** End Patch\n"}, false},
		{"a patch adds one", "apply_patch", object{"command": "*** Begin Patch\n*** Update File: known.env\n@@\n B=2\n+C=" + secret + "\n*** End Patch\n"}, true},
		{"one is behind a patch", "apply_patch", object{"command": "*** Begin Patch\n*** Delete File: x\n*** End Patch\n" + secret}, true},
		{"a comment of the model allows it", "Write", object{"file_path": "b.py", "content": "K = '" + secret + "'  # sluice:allow test\n"}, true},
	} {
		dir := workplace(t, secret, known)
		write(t, filepath.Join(dir, "app.py"), "password = \"VALUE\"\n")
		payload, err := json.Marshal(object{"hook_event_name": "PreToolUse", "cwd": dir, "tool_name": test.tool, "tool_input": test.input})
		if err != nil {
			t.Fatal(err)
		}
		e, a := judge(t, string(payload), dir, Policy{Deny, Ask})
		if stops(t, e, a) != test.stopped {
			t.Errorf("%s: %+v", test.what, a)
		}
		if strings.Contains(a.Stdout+a.Stderr, known) || strings.Contains(a.Stdout+a.Stderr, secret) {
			t.Errorf("%s: the answer holds a secret", test.what)
		}
	}
}

// TestEveryString: a secret is found at any depth, as a value, as the name of a member, and
// in JSON in a string.
func TestEveryString(t *testing.T) {
	secret := token(t, 3)
	inner, _ := json.Marshal(object{"a": object{"b": secret}})
	deep := any(secret)
	for range 200 {
		deep = object{"x": []any{deep}}
	}
	many := make([]any, 2*mostTexts)
	for i := range many {
		many[i] = "a string of some length"
	}
	many[2*mostTexts-3] = "x\n" + secret
	for what, input := range map[string]any{
		"one of many": many,
		"value":       object{"a": secret}, "deep": deep, "name": object{secret: "x"}, "list": []any{1, true, nil, secret},
		"string": secret, "JSON in a string": string(inner), "lines": object{"a": "x\ny\n" + secret + "\n"},
		"a list of words": object{"command": []any{"echo", secret}}, "beside a path": object{"path": "x", "other": secret},
		"an odd edit": object{"path": "x", "edits": []any{secret}}, "content without a path": object{"content": secret},
		"a path": object{"file_path": "/tmp/" + secret + "/x"},
	} {
		payload, err := json.Marshal(object{"hook_event_name": "PreToolUse", "cwd": t.TempDir(), "tool_name": "mcp__a__b", "tool_input": input})
		if err != nil {
			t.Fatal(err)
		}
		e, a := judge(t, string(payload), "/", Policy{Deny, Ask})
		if !stops(t, e, a) {
			t.Errorf("%s is not stopped", what)
		}
		if strings.Contains(a.Stdout+a.Stderr, secret[4:]) {
			t.Errorf("%s: the answer holds the secret: %+v", what, a)
		}
	}
}

// TestPlaceOfMember: the answer names the member that holds the secret, and no part of a
// name that may be anything.
func TestPlaceOfMember(t *testing.T) {
	secret := token(t, 8)
	for want, input := range map[string]any{
		"in tool_input.a.1.b, line 2 (": object{"a": []any{"x", object{"b": "y\n" + secret}}},
		"in tool_input.command, line 1": object{"command": "echo " + secret},
		"in tool_input...., line 1":     object{"a name, with more in it": secret},
		"in src/a.py, line 3":           object{"path": "src/a.py", "content": "\n\nT = '" + secret + "'"},
	} {
		dir := t.TempDir()
		payload, err := json.Marshal(object{"hook_event_name": "PreToolUse", "cwd": dir, "tool_name": "mcp__a__b", "tool_input": input})
		if err != nil {
			t.Fatal(err)
		}
		if _, a := judge(t, string(payload), dir, Policy{Deny, Ask}); !strings.Contains(a.Stderr, want) {
			t.Errorf("no %q in %s", want, a.Stderr)
		}
	}
}

// TestNameBesideValue: the name of a member says what its value is.
func TestNameBesideValue(t *testing.T) {
	password := "xK9" + "#qLm2vWz"
	payload, err := json.Marshal(object{"hook_event_name": "PreToolUse", "cwd": t.TempDir(), "tool_name": "mcp__db__query", "tool_input": object{"login": object{"password": password}}})
	if err != nil {
		t.Fatal(err)
	}
	e, a := judge(t, string(payload), "/", Policy{Deny, Ask})
	if !stops(t, e, a) || strings.Contains(a.Stdout+a.Stderr, password) {
		t.Errorf("%+v", a)
	}
	if strings.Contains(a.Stderr, "fingerprint") {
		t.Errorf("a fingerprint of a place that is in no file would allow every password there: %s", a.Stderr)
	}
}

// TestLinesOfText: a text in an argument is judged by its lines, as the file is that it is
// from.
func TestLinesOfText(t *testing.T) {
	text := "msgid \"Password:\"\nmsgstr \"Wachtwoord-9x:\"\n\nmsgid \"Password (again):\"\nmsgstr \"Nogmaals-8y:\"\n"
	payload, err := json.Marshal(object{"hook_event_name": "PostToolUse", "cwd": t.TempDir(), "tool_name": "Grep", "tool_input": object{}, "tool_response": object{"content": text}})
	if err != nil {
		t.Fatal(err)
	}
	if _, a := judge(t, string(payload), "/", Policy{Deny, Ask}); a.Code != 0 {
		t.Errorf("%+v", a)
	}
}

// TestPolicy: what is done about a read and about a way around the hooks.
func TestPolicy(t *testing.T) {
	secret := token(t, 4)
	dir := workplace(t, secret, token(t, 5))
	tool := func(event, name string, input any, more object) string {
		o := object{"hook_event_name": event, "cwd": dir, "tool_name": name, "tool_input": input}
		for k, v := range more {
			o[k] = v
		}
		text, err := json.Marshal(o)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	read := tool("PreToolUse", "Read", object{"file_path": dir + "/local.env"}, nil)
	answered := tool("PostToolUse", "Read", object{"file_path": dir + "/local.env"}, object{"tool_response": object{"file": object{"content": secret}}})
	skips := tool("PreToolUse", "Bash", object{"command": "git commit --no-verify -m x"}, nil)
	asks := `"permissionDecision":"ask"`
	for _, test := range []struct {
		payload string
		p       Policy
		code    int
		has     string
	}{
		{read, Policy{Deny, Ask}, 2, `"deny"`},
		{read, Policy{Ask, Ask}, 0, asks},
		{read, Policy{Allow, Ask}, 0, ""},
		{answered, Policy{Deny, Ask}, 2, `"block"`},
		{answered, Policy{Allow, Ask}, 0, ""},
		{skips, Policy{Deny, Ask}, 0, asks},
		{skips, Policy{Deny, Deny}, 2, `"deny"`},
		{skips, Policy{Deny, Allow}, 0, ""},
	} {
		_, a := judge(t, test.payload, dir, test.p)
		if a.Code != test.code || !strings.Contains(a.Stdout, test.has) || test.has == "" && a.Stdout != "" {
			t.Errorf("%s with %v: %+v", test.payload, test.p, a)
		}
	}
	// Codex takes "ask" for a broken answer and goes on.
	if _, a := judge(t, tool("PreToolUse", "Bash", object{"command": "git commit -nm x"}, object{"turn_id": "1"}), dir, Policy{Deny, Ask}); a.Code != 2 {
		t.Errorf("codex: %+v", a)
	}
}

// TestAllowedByItsUser: a comment counts in a prompt and in a file, because no model has
// written them.
func TestAllowedByItsUser(t *testing.T) {
	secret := token(t, 6)
	dir := t.TempDir()
	write(t, filepath.Join(dir, "a.env"), "T="+secret+" # sluice:allow test\n")
	for _, o := range []object{
		{"hook_event_name": "UserPromptSubmit", "cwd": dir, "prompt": "Use " + secret + " # sluice:allow a test account"},
		{"hook_event_name": "PreToolUse", "cwd": dir, "tool_name": "Bash", "tool_input": object{"command": "cat a.env"}},
		{"hook_event_name": "UserPromptSubmit", "cwd": dir, "prompt": "See @a.env, and @nothing"},
	} {
		payload, err := json.Marshal(o)
		if err != nil {
			t.Fatal(err)
		}
		if _, a := judge(t, string(payload), dir, Policy{Deny, Ask}); a.Code != 0 {
			t.Errorf("%s: %+v", payload, a)
		}
	}
	payload, _ := json.Marshal(object{"hook_event_name": "UserPromptSubmit", "cwd": dir, "prompt": "See @\"b.env\""})
	write(t, filepath.Join(dir, "b.env"), "T="+secret+"\n")
	for _, command := range []string{"cat *.env", "grep '[' b.env", "cat ~/b.env", "head -1 \"$HOME/b.env\""} {
		t.Setenv("HOME", dir)
		payload, _ := json.Marshal(object{"hook_event_name": "PreToolUse", "cwd": dir, "tool_name": "Bash", "tool_input": object{"command": command}})
		if _, a := judge(t, string(payload), dir, Policy{Deny, Ask}); a.Code != 2 {
			t.Errorf("%s is not stopped", command)
		}
	}
	if _, a := judge(t, string(payload), dir, Policy{Deny, Ask}); a.Code != 2 {
		t.Errorf("a file that a prompt names is not judged: %+v", a)
	}
}

// TestBadPayloads: what cannot be read is an error, which does not quote it.
func TestBadPayloads(t *testing.T) {
	secret := token(t, 7)
	for _, payload := range []string{"", " \n", "null", "[]", "1", `"` + secret + `"`, `{"a":`, `{"a":"` + secret, `{} {}`, `{}x`, `{"x":"` + secret + `"}`, `{"hook_event_name":1}`, "\xff{}"} {
		e, err := Parse([]byte(payload), "")
		if err == nil {
			t.Errorf("%q is taken for %+v", payload, e)
		} else if strings.Contains(err.Error(), secret) {
			t.Errorf("%q: the error quotes it", payload)
		}
	}
	if _, err := Parse([]byte("\xef\xbb\xbf"+`{"hook_event_name":"Stop"}`), ""); err != nil {
		t.Errorf("a byte order mark: %v", err)
	}
}

func FuzzParse(f *testing.F) {
	files, err := filepath.Glob("testdata/payloads/*.json")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, payload []byte) {
		for _, name := range append(All(), "") {
			e, err := Parse(payload, name)
			if err != nil {
				continue
			}
			for _, v := range []Verdict{{Decision: Allow}, {Ask, "reason"}, {Deny, "reason"}} {
				a := e.Answer(v)
				if a.Code != 0 && a.Code != exitBlocked {
					t.Errorf("exit code %d, which agents ignore", a.Code)
				}
				if a.Stdout != "" && !json.Valid([]byte(a.Stdout)) {
					t.Errorf("standard output is no JSON: %s", a.Stdout)
				}
				if v.Decision == Allow && (a.Code != 0 || a.Stderr != "") {
					t.Errorf("allowed, and yet %+v", a)
				}
			}
			if e.Moment == Unknown && len(e.Texts) == 0 {
				t.Errorf("an unknown event is not judged at all")
			}
		}
	})
}
