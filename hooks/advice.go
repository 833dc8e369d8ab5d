package hooks

// WaysOn returns, for people, how to go on after the hook has found something:
// fix it, allow it for a reason, or bypass the hook once.
func WaysOn(n Name, p Policy) string {
	fix := "take the secret out, git add the file, and commit again"
	allow := "if it is no secret, end its line with a comment: sluice:allow REASON"
	what := "commit"
	switch n {
	case PreMergeCommit:
		fix = "take the secret out, git add the file, and git merge --continue"
	case CommitMsg:
		fix = "commit again with another message; git kept this one in .git/COMMIT_EDITMSG"
		allow = "if it is no secret, end its line with: # sluice:allow REASON"
	case PrePush, PreReceive, Update:
		fix = "take the secret out of the commits that hold it (git rebase -i, git commit --amend), and push again"
		what = "push"
	}
	if n.OnServer() && !p.AllowInline {
		allow = "if it is no secret, ask whoever runs this server: comments allow nothing here"
	}
	return "The " + what + " was stopped. Three ways on:\n" +
		"  fix     " + fix + "\n" +
		"  allow   " + allow + "\n" +
		"  bypass  once, knowing what you do: " + once(n, p) + "\n"
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
		return "git merge --no-verify"
	}
	return "git commit --no-verify"
}
