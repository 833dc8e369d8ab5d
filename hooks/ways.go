package hooks

// WaysOn says, for people, how to go on after the hook has found something:
// fix it, allow it for a reason, or bypass the hook once. A server names the
// push option only if it would let it through.
func WaysOn(n Name, allowSkip bool) string {
	fix, allow := "take the secret out, git add the file, and commit again", "if it is no secret, end its line with a comment: sluice:allow REASON"
	once := "git commit --no-verify"
	stopped := "The commit was stopped. Three ways on:"
	switch n {
	case PreMergeCommit:
		fix, once = "take the secret out, git add the file, and git merge --continue", "git merge --no-verify"
	case CommitMsg:
		fix = "commit again with another message; git kept this one in .git/COMMIT_EDITMSG"
		allow = "if it is no secret, write sluice:allow REASON on its line"
	case PrePush, PreReceive, Update:
		stopped = "The push was stopped. Three ways on:"
		fix = "take the secret out of the commits that hold it (git rebase -i, git commit --amend), and push again"
		once = "git push --no-verify"
	}
	if n.OnServer() {
		once = "ask whoever runs this server"
		if allowSkip {
			once = "git push -o " + skipOption + "=REASON, which is recorded"
		}
	}
	return stopped + "\n" +
		"  fix     " + fix + "\n" +
		"  allow   " + allow + "\n" +
		"  bypass  once, knowing what you do: " + once + "\n"
}
