// Package hooks puts the scanner into git's hooks, and says what each hook
// must judge. It knows how hooks are installed and what git tells them; the
// scan itself is package scan's.
//
// # What a hook is told, and what that means
//
// Git tells each hook something else (githooks(5)), and most scanners lose
// secrets in the difference. A pre-commit hook is told nothing: what the commit
// will hold is in an index that only GIT_INDEX_FILE names, and the commit may
// replace HEAD rather than follow it ([NextCommit]). A pre-push hook reads a
// line for each ref, of which any may be the dirty one ([Push]). A pre-receive
// hook reads such lines too, finds the new objects in a quarantine that its
// environment names, and must not take its rules from them ([Receive]).
//
// # Three rules about other people's hooks
//
// A hook that was there stays: it is kept beside the new one and runs before
// it, as it may change what is committed. A folder that another tool manages,
// or that all repositories of the user share, is left alone: installing says
// what to add instead. And a hook that cannot find its program refuses: one
// that passes in silence would be taken for a check.
package hooks
