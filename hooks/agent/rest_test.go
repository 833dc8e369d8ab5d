package agent

import (
	"encoding/json"
	"maps"
	"path/filepath"
	"strings"
	"testing"
)

// stopped reports whether the payload of an object is stopped. Its folder is dir.
func stopped(t *testing.T, dir string, o object) bool {
	t.Helper()
	o = maps.Clone(o)
	if !has(o, "cwd") {
		o["cwd"] = dir
	}
	payload, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	e, a := judge(t, string(payload), dir, Policy{Deny, Ask})
	if a.Code != 0 && a.Code != exitBlocked {
		t.Errorf("exit code %d", a.Code)
	}
	return stops(t, e, a)
}

// TestOtherFields: a payload whose documented member is missing, or of another type, is
// judged by what it has.
func TestOtherFields(t *testing.T) {
	secret := token(t, 11)
	dir := workplace(t, secret, token(t, 12))
	file := filepath.Join(dir, "local.env")
	for what, o := range map[string]object{
		"a prompt of blocks":          {"hook_event_name": "UserPromptSubmit", "prompt": []any{object{"type": "text", "text": secret}}},
		"a prompt in an object":       {"hook_event_name": "UserPromptSubmit", "prompt": object{"text": secret}},
		"a prompt of another name":    {"hook_event_name": "UserPromptSubmit", "user_prompt": "see @local.env"},
		"input of another name":       {"hook_event_name": "PreToolUse", "tool_name": "Bash", "toolInput": object{"command": "cat local.env"}},
		"an answer of another name":   {"hook_event_name": "PostToolUse", "tool_name": "Bash", "tool_input": object{}, "response": object{"stdout": secret}},
		"a command of another name":   {"hook_event_name": "beforeShellExecution", "cmd": "cat local.env"},
		"a command of words":          {"hook_event_name": "beforeShellExecution", "command": []any{"cat", "local.env"}},
		"a path of another name":      {"hook_event_name": "beforeReadFile", "path": file},
		"content that is null":        {"hook_event_name": "beforeReadFile", "file_path": file, "content": nil},
		"content that is a number":    {"hook_event_name": "beforeReadFile", "file_path": file, "content": 5},
		"content that is a list":      {"hook_event_name": "beforeReadFile", "file_path": "x", "content": []any{secret}},
		"an attachment with a path":   {"hook_event_name": "beforeSubmitPrompt", "prompt": "x", "attachments": []any{object{"path": file}}},
		"an attachment with content":  {"hook_event_name": "beforeSubmitPrompt", "prompt": "x", "attachments": []any{object{"content": secret}}},
		"an attachment that is text":  {"hook_event_name": "beforeSubmitPrompt", "prompt": "x", "attachments": []any{"local.env"}},
		"arguments that are cut":      {"sessionId": "1", "toolName": "bash", "toolArgs": `{"command":"ls"`},
		"arguments behind a mark":     {"sessionId": "1", "toolName": "bash", "toolArgs": "\ufeff" + `{"command":"cat local.env"}`},
		"arguments of two objects":    {"sessionId": "1", "toolName": "bash", "toolArgs": `{"command":"ls"}{"command":"ls"}`},
		"output of a program":         {"hook_event_name": "PostToolUse", "tool_name": "mcp__python__run", "tool_input": object{"filename": "x.py", "content": "print(1)"}, "tool_response": object{"stdout": secret}},
		"output of a request":         {"hook_event_name": "AfterTool", "tool_name": "http_request", "tool_input": object{"path": "/v1", "content": "{}"}, "tool_response": object{"llmContent": secret}},
		"a value and the end of line": {"hook_event_name": "PreToolUse", "tool_name": "mcp__db__login", "tool_input": object{"password": "xK9" + "#qLm2vWz\n"}},
	} {
		if !stopped(t, dir, o) {
			t.Errorf("%s is not stopped", what)
		}
	}
	for what, o := range map[string]object{
		"a call without arguments": {"hook_event_name": "PreToolUse", "tool_name": "mcp__a__b"},
		"a text with braces":       {"sessionId": "1", "toolName": "x", "toolArgs": "a {b"},
		"an echo of what a tool wrote": {"hook_event_name": "PostToolUse", "tool_name": "mcp__files__save", "tool_input": object{"path": "local.env", "content": "TOKEN=" + secret},
			"tool_response": object{"content": "TOKEN=" + secret}},
	} {
		if stopped(t, dir, o) {
			t.Errorf("%s is stopped", what)
		}
	}
}

// TestMentions: a file that a prompt names is judged, however a sentence goes on behind it.
func TestMentions(t *testing.T) {
	secret := token(t, 13)
	dir := t.TempDir()
	write(t, filepath.Join(dir, ".env"), "T="+secret+"\n")
	write(t, filepath.Join(dir, "d/my secrets.txt"), "T="+secret+"\n")
	write(t, filepath.Join(dir, "ok.txt"), "fine\n")
	for _, prompt := range []string{
		"look at @.env", "look at @.env.", "(@.env)", "see:@.env", "[@.env]", "`@.env`", "@.env's lines", "@.env’s", "@.env#L1-2", "@.env:1-3", "@.env…",
		"@.env:12", `@"d/my secrets.txt"`, "@'d/my secrets.txt'", `@d/my\ secrets.txt`, "@@.env", "@./.env?", "@.e*", "a@.env, b", `@".env".`,
	} {
		if !stopped(t, dir, object{"hook_event_name": "UserPromptSubmit", "prompt": prompt}) {
			t.Errorf("%s is not stopped", prompt)
		}
	}
	for _, prompt := range []string{"see @d", "see @ok.txt.", "mail me@example.com", "@", "@ .env", strings.Repeat("@a", 1000)} {
		if stopped(t, dir, object{"hook_event_name": "UserPromptSubmit", "prompt": prompt}) {
			t.Errorf("%.40s is stopped", prompt)
		}
	}
	if !stopped(t, dir, object{"hook_event_name": "BeforeAgent", "prompt": "see @d/"}) {
		t.Error("the files of a folder, which Gemini reads, are not judged")
	}
}
