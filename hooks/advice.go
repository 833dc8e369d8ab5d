package hooks

import (
	"path/filepath"
	"runtime"
	"strings"
)

// WaysOn returns, for people, how to go on after the hook has found something:
// fix it, allow it for a reason, or bypass the hook once. args are what git gives
// the hook.
func WaysOn(n Name, p Policy, args ...string) string {
	fix := "take the secret out, git add the file, and commit again (with --amend if you were amending)"
	byName := "\n          or write it down: sluice allow FINGERPRINT --as false --reason TEXT, and commit .sluice-baseline"
	allow := "if it is no secret, end its line with a comment: sluice:allow REASON, and git add the file," + byName
	what := "commit"
	switch n {
	case PreMergeCommit:
		fix = "take the secret out, git add the file, and git commit, which ends the merge"
	case CommitMsg:
		fix = "commit again with another message; " + again(args)
		allow = "if it is no secret, end its line of the message with: # sluice:allow REASON," + byName
	case PrePush:
		fix = "take the secret out of each commit that holds it (git rebase -i, git commit --amend), and push again"
		allow = "if it is no secret, put the comment sluice:allow REASON on its line in the commit that brought it, in the same\n" +
			"          way: a comment in a later commit does not help," + byName
		what = "push"
	case PreReceive, Update:
		fix = "take the secret out of each commit that holds it (git rebase -i, git commit --amend), and push again"
		allow = "if it is no secret, ask whoever runs this server to allow it in the rules of the server"
		if p.AllowInline {
			allow = "if it is no secret, put the comment sluice:allow REASON on its line in the commit that brought it, in the same\n" +
				"          way: a comment in a later commit does not help"
		}
		what = "push"
	}
	if n.OnServer() && !p.AllowInline {
		allow = "if it is no secret, ask whoever runs this server to allow it in its rules: comments allow nothing here"
	}
	return "The " + what + " was stopped. Three ways on:\n" +
		"  fix     " + fix + "\n" +
		"  allow   " + allow + "\n" +
		"  bypass  once, knowing what you do: " + once(n, p) + "\n"
}

// again says how to edit the message that was refused, which git has kept in the
// file that it gave the hook.
func again(args []string) string {
	switch {
	case len(args) == 0:
		return "git has kept this one"
	case filepath.Base(args[0]) == "MERGE_MSG":
		return "git commit opens this one, and ends the merge"
	}
	file, err := filepath.Abs(args[0]) // git runs the hook at the top of the work tree
	if err != nil {
		return "git has kept this one"
	}
	return "git commit -eF " + typed(file, runtime.GOOS) + " opens this one (with --amend if you were amending)"
}

// typed writes a path as one word to be typed. Nobody knows which shell a user of Windows has:
// double quotes and slashes mean the same to cmd, PowerShell and sh.
func typed(path, system string) string {
	if system == "windows" {
		return `"` + strings.ReplaceAll(path, `\`, "/") + `"` // no file name has a double quote there
	}
	return quote(path)
}

// Bypass returns how to go on without the hook when it could not do its work.
func Bypass(n Name, p Policy) string {
	return "To go on without the check, once: " + once(n, p)
}

// once returns how to bypass the hook once. The hook of a server names the push
// option only if the policy allows it.
func once(n Name, p Policy) string {
	switch {
	case n.OnServer() && p.AllowSkip:
		return "git push -o " + skipOption + "=REASON, which is recorded"
	case n.OnServer():
		return "ask whoever runs this server"
	case n == PrePush:
		return "git push --no-verify"
	case n == PreMergeCommit:
		return "git commit --no-verify, which ends the merge"
	}
	return "git commit --no-verify"
}
