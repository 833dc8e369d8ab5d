// Package hooks installs git hooks, and finds out what each hook must judge. It
// knows how git runs hooks and what git gives them. The rules, the time limit and
// the scan are the business of packages job and scan.
//
// # What a hook gets
//
// Git gives each hook something different (githooks(5)), and a scanner that
// overlooks the difference misses secrets.
//
// A pre-commit hook gets no arguments. What the commit will hold is in an index
// that only GIT_INDEX_FILE names, and the commit may replace HEAD instead of
// following it ([NextCommit]).
//
// A pre-push hook reads a line for each ref from standard input. Each of these
// refs can bring a secret, not only the first ([Push]).
//
// A pre-receive hook reads such lines, too. The new objects are in a quarantine
// folder that the environment names, and the rules must not come from these
// objects ([Receive]).
//
// # Hooks of other people
//
// An existing hook is kept: it is moved beside the new one and runs first, because
// it may change what is committed. A folder that another tool manages, or that all
// repositories of the user share, stays as it is: the error of Install says what
// to add, and where.
//
// A hook that cannot find its program refuses the commit or push. If it let them
// pass, its user would believe that they were checked.
package hooks
