package hooks

// NoCommitUnderWay reports whether the pre-commit hook was started by the
// framework of that name (pre-commit.com) outside of a commit. It does so for
// `pre-commit run --all-files`, without telling the hook; a hook that then looks
// at what is staged would pass by judging nothing. getenv reads the environment
// of the hook, in which git commit always names the index.
func NoCommitUnderWay(n Name, getenv func(string) string) bool {
	return n == PreCommit && getenv("PRE_COMMIT") != "" && getenv("GIT_INDEX_FILE") == ""
}

// FrameworkRange returns the commits, as A..B, that the framework asks the
// pre-commit hook to judge outside of a commit, with --from-ref and --to-ref or
// when something is pushed; "" for none.
func FrameworkRange(n Name, getenv func(string) string) string {
	from, to := getenv("PRE_COMMIT_FROM_REF"), getenv("PRE_COMMIT_TO_REF")
	if from == "" || to == "" || !NoCommitUnderWay(n, getenv) {
		return ""
	}
	return from + ".." + to
}
