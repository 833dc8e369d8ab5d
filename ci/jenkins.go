package ci

// jenkins reads the variables of Jenkins with its Git plugin
// (plugins.jenkins.io/git) and of multibranch pipelines. The base is the last
// successful build, because a build that failed may have found something.
func jenkins(getenv func(string) string) *Run {
	run := &Run{System: "Jenkins", Config: "a clone without the option shallow"}
	primary := getenv("BRANCH_IS_PRIMARY") == "true"
	if primary {
		run.OnDefault = getenv("GIT_COMMIT")
	}
	switch {
	case getenv("CHANGE_TARGET") != "":
		run.Event, run.Kind = "change request", Commits
		run.Branch = getenv("CHANGE_TARGET")
		run.Fork = getenv("CHANGE_FORK") != ""
	case getenv("GIT_PREVIOUS_SUCCESSFUL_COMMIT") != "":
		run.Event, run.Kind = "build", Commits
		run.Head = getenv("GIT_COMMIT")
		run.Base = getenv("GIT_PREVIOUS_SUCCESSFUL_COMMIT")
		// A job that is not of a multibranch pipeline builds the branch that its
		// owner has chosen.
		run.OwnBase = getenv("BRANCH_NAME") != "" && !primary
	}
	return run
}
